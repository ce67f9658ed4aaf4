// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs. Any thread may kill it. */
final class CommandRun {
    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final File NOTHING = new File("/dev/null");

    private final Process process;
    private final OutputTail tail;
    private final Thread listener;

    private CommandRun(Process process) {
        this.process = process;
        this.tail = new OutputTail(process.getInputStream());
        this.listener = new Thread(tail, "output of process " + process.pid());
        listener.setDaemon(true);
        listener.start();
    }

    /** Starts a program with its arguments in the folder {@code /}; it reads nothing. */
    static CommandRun start(List<String> command) throws IOException {
        return new CommandRun(new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(NOTHING)
                .redirectErrorStream(true)
                .start());
    }

    /** Waits for its end, kills it when the time is over, and waits a little for the end of that. */
    Ending await(Duration limit) throws InterruptedException {
        boolean inTime;
        try {
            inTime = process.waitFor(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            kill();
            throw e;
        }
        if (!inTime) {
            kill();
        }
        boolean ended = inTime || endsWithin(Duration.ofSeconds(1));
        listener.join(LAST_WORDS.toMillis()); // a process it left behind may keep the pipe open for ever
        return new Ending(inTime, ended ? process.exitValue() : -1, tail.text());
    }

    /** Waits for its end without killing it. */
    boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Kills it and what it started. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    boolean alive() {
        return process.isAlive();
    }

    /**
     * How a command ended.
     *
     * @param inTime false if it was killed because its time was over
     * @param exit its exit code; with a signal 128 and its number; -1 if it could not even be killed
     * @param lastWords the end of what it said
     */
    record Ending(boolean inTime, int exit, String lastWords) {
        boolean good() {
            return inTime && exit == 0;
        }

        /** What is wrong, to follow the command's name. */
        String text() {
            String said = lastWords.isEmpty() ? "" : ": " + lastWords;
            return (inTime ? "ended with exit code " + exit : "was killed because it took too long") + said;
        }
    }
}
