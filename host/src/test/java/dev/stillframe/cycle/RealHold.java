// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.platform.linux.FilesystemFreeze;
import dev.stillframe.platform.linux.ProcessSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A hold that the system keeps, whoever asked for it may be dead. */
interface RealHold {
    List<ThawAction> actions();

    void hold() throws IOException;

    /** Lets go. Returns whether everything was held until now. */
    boolean release() throws IOException;

    /** A filesystem that FIFREEZE froze. */
    static RealHold filesystem(SourcePath mount, long device) {
        return new RealHold() {
            @Override
            public List<ThawAction> actions() {
                return List.of(new ThawAction.ThawFilesystem(mount, device));
            }

            @Override
            public void hold() throws IOException {
                FilesystemFreeze.freeze(mount);
            }

            @Override
            public boolean release() throws IOException {
                return FilesystemFreeze.thaw(mount);
            }
        };
    }

    /** Processes that SIGSTOP stopped. */
    static RealHold processes(List<Long> pids) throws IOException {
        List<ThawAction> actions = new ArrayList<>();
        for (long pid : pids) {
            actions.add(new ThawAction.ContinueProcess(pid, Long.parseLong(stat(pid)[19])));
        }
        return new RealHold() {
            @Override
            public List<ThawAction> actions() {
                return actions;
            }

            @Override
            public void hold() throws IOException {
                for (long pid : pids) {
                    Signals.send(pid, Signals.STOP);
                }
            }

            @Override
            public boolean release() throws IOException {
                boolean held = true;
                for (ThawAction action : actions) {
                    ThawAction.ContinueProcess one = (ThawAction.ContinueProcess) action;
                    held &= stopped(one.pid());
                    ProcessSignal.resume(one.pid(), one.startTicks());
                }
                return held;
            }
        };
    }

    static boolean stopped(long pid) throws IOException {
        return stat(pid)[0].equals("T");
    }

    /** The fields of proc_pid_stat(5), from the state on. */
    private static String[] stat(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }
}
