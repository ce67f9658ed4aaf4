// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/**
 * Stops processes and lets them go on, with the host's rights. Not for implementation by plugins. Any thread.
 *
 * <p>A process is named by its id and its start time (field 22 of {@code /proc/PID/stat}, see proc_pid_stat(5)): another
 * one that has the same id is left alone. Arm {@link ThawAction.ContinueProcess} before {@link #stop}.
 */
public interface Processes {
    /** What a process does. */
    enum State {
        /** It runs, or waits for something. */
        RUNNING,
        /** Every thread of it is stopped: it writes nothing, but nothing of it is flushed either. */
        STOPPED,
        /** It has ended. */
        GONE
    }

    /**
     * Sends SIGSTOP, see signal(7). The process is stopped when {@link #state} says so: a thread that is inside a system
     * call may finish it first.
     *
     * @return false if it is gone
     * @throws WriterException if the host may not do that
     */
    boolean stop(long pid, long startTicks) throws WriterException;

    /**
     * Sends SIGCONT.
     *
     * @return false if it is gone
     * @throws WriterException if the host may not do that
     */
    boolean resume(long pid, long startTicks) throws WriterException;

    /** @throws WriterException if the system cannot be asked */
    State state(long pid, long startTicks) throws WriterException;
}
