// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.fork;

import dev.stillframe.api.ThawAction;
import dev.stillframe.testkit.image.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Does what the guard does when the host is dead. */
public final class Emergency {
    private static final int START_TIME = 22 - 3; // field 22 of stat, counted after the name; see proc(5)

    private Emergency() {}

    /** Carries actions out, last first. */
    public static void undo(List<ThawAction> armed) throws IOException, InterruptedException {
        List<ThawAction> lastFirst = new ArrayList<>(armed);
        Collections.reverse(lastFirst);
        for (ThawAction action : lastFirst) {
            undo(action);
        }
    }

    private static void undo(ThawAction action) throws IOException, InterruptedException {
        if (action instanceof ThawAction.Run run) {
            run(run.command(), run.limit().toMillis());
        } else if (action instanceof ThawAction.ThawFilesystem thaw) {
            run(
                    List.of(
                            "fsfreeze",
                            "--unfreeze",
                            SourceFiles.path(thaw.mountPoint()).toString()),
                    10_000);
        } else if (action instanceof ThawAction.ThawCgroup cgroup) {
            Files.writeString(SourceFiles.path(cgroup.path()).resolve("cgroup.freeze"), "0");
        } else if (action instanceof ThawAction.ContinueProcess process
                && started(process.pid()) == process.startTicks()) {
            run(List.of("kill", "-CONT", Long.toString(process.pid())), 10_000);
        }
        // EndWriterProcess: it has ended
    }

    private static void run(List<String> command, long millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }

    private static long started(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(stat)) {
            return -1;
        }
        String text = Files.readString(stat);
        return Long.parseLong(text.substring(text.lastIndexOf(')') + 2).split(" ")[START_TIME]);
    }
}
