// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Signals to processes that are known by more than their number, see kill(2). Any thread. */
public final class ProcessSignal {
    private static final int SIGCONT = 18;
    private static final int ESRCH = 3;

    static {
        Native.register(ProcessSignal.class, Platform.C_LIBRARY_NAME);
    }

    private ProcessSignal() {}

    private static native int kill(int pid, int signal) throws LastErrorException;

    /**
     * Lets a stopped process go on. One that has ended, or whose number another process has now, is left alone.
     *
     * @param startTicks field 22 of /proc/PID/stat, see proc_pid_stat(5)
     * @return whether the signal was sent
     */
    public static boolean resume(long pid, long startTicks) throws IOException {
        try {
            if (startTicks(fields(pid)) != startTicks) {
                return false;
            }
            kill(Math.toIntExact(pid), SIGCONT);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == ESRCH) {
                return false;
            }
            throw new IOException("cannot send SIGCONT to process " + pid + ": errno " + e.getErrorCode(), e);
        }
    }

    /** Whether the process that started then is there. One that has ended and waits for its parent to note it is not. */
    public static boolean runs(long pid, long startTicks) throws IOException {
        try {
            String[] fields = fields(pid);
            boolean ended = fields[0].equals("Z") || fields[0].equals("X");
            return !ended && startTicks(fields) == startTicks;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static long startTicks(String... fields) {
        return Long.parseLong(fields[22 - 3]);
    }

    /** The fields of a process's stat, from the third on. */
    private static String[] fields(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
        // the command stands in parentheses and may contain anything, so fields are counted from its end
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }
}
