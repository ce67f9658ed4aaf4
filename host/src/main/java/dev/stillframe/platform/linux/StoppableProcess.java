// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** SIGSTOP, see signal(7), and what becomes of it. Any thread. */
public final class StoppableProcess {
    private static final int SIGSTOP = 19;
    private static final int ESRCH = 3;

    static {
        Native.register(StoppableProcess.class, Platform.C_LIBRARY_NAME);
    }

    private StoppableProcess() {}

    /** How far a process is stopped. */
    public enum State {
        RUNNING,
        /** All threads are. */
        STOPPED,
        GONE
    }

    private static native int kill(int pid, int signal) throws LastErrorException;

    /**
     * Begins to stop a process. One that has ended, or whose number another process has now, is left alone.
     *
     * @param startTicks field 22 of /proc/PID/stat, see proc_pid_stat(5)
     * @return whether the signal was sent
     */
    public static boolean stop(long pid, long startTicks) throws IOException {
        if (state(pid, startTicks) == State.GONE) {
            return false;
        }
        try {
            kill(Math.toIntExact(pid), SIGSTOP);
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == ESRCH) {
                return false;
            }
            throw new IOException("cannot send SIGSTOP to process " + pid + ": errno " + e.getErrorCode(), e);
        }
    }

    /** Looks at every thread: one in an uninterruptible call stops only when that has ended. */
    public static State state(long pid, long startTicks) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String[] whole = fields(process);
            if (Long.parseLong(whole[22 - 3]) != startTicks || ended(whole)) {
                return State.GONE;
            }
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
                for (Path thread : threads) {
                    if (runs(thread)) {
                        return State.RUNNING;
                    }
                }
            }
            return State.STOPPED;
        } catch (NoSuchFileException e) {
            return State.GONE;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (IOException e) {
            if (gone(e)) {
                return State.GONE;
            }
            throw e;
        }
    }

    private static boolean runs(Path thread) throws IOException {
        try {
            String[] fields = fields(thread);
            return !fields[0].equals("T") && !fields[0].equals("t") && !ended(fields);
        } catch (IOException e) {
            if (e instanceof NoSuchFileException || gone(e)) {
                return false; // a thread that has ended writes nothing
            }
            throw e;
        }
    }

    private static boolean ended(String... fields) {
        return fields[0].equals("Z") || fields[0].equals("X");
    }

    /** A process that ends while its files in /proc are open answers with ESRCH. */
    private static boolean gone(IOException e) {
        return String.valueOf(e.getMessage()).contains("No such process");
    }

    /** The fields from the third on; the command before may contain anything, so they are counted from its end. */
    private static String[] fields(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }
}
