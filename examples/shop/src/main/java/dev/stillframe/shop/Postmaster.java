// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process that a server is: started, waited for, ended. One thread at a time; any thread may kill it. */
final class Postmaster {
    private static final int TICKS = 1200;
    private static final int TICK_MILLIS = 100;

    private final Path dataDirectory;
    private final Path run;
    private volatile @Nullable Process process;

    /** @param run where it works and logs */
    Postmaster(Path dataDirectory, Path run) {
        this.dataDirectory = dataDirectory;
        this.run = run;
    }

    /** Starts it and waits until it accepts connections. False if it ended instead; the log says why. */
    boolean start(List<String> command) throws IOException {
        Process started = new ProcessBuilder(command)
                .directory(run.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
        process = started;
        if (ready(started)) {
            return true;
        }
        process = null;
        return false;
    }

    boolean running() {
        Process running = process;
        return running != null && running.isAlive();
    }

    long pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("the server in " + dataDirectory + " is stopped");
        }
        return running.pid();
    }

    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor();
                process = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    String log() throws IOException {
        try {
            return Files.readString(logFile(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Waits for the eighth line of postmaster.pid (PostgreSQL's {@code pidfile.h}), which says so. */
    private boolean ready(Process started) throws IOException {
        for (int tick = 0; tick < TICKS; tick++) {
            if (ended(started)) {
                return false;
            }
            List<String> lines = pidFile();
            if (lines.size() >= 8 && lines.get(0).strip().equals(Long.toString(started.pid()))) {
                String status = lines.get(7).strip();
                if (status.equals("ready") || status.equals("standby")) {
                    return true;
                }
            }
        }
        kill();
        throw new IOException("the server in " + dataDirectory + " was not ready in time:\n" + log());
    }

    private List<String> pidFile() throws IOException {
        try {
            return Files.readAllLines(dataDirectory.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Sends a signal that ends it, and waits for the end. */
    void stop(String name) throws IOException {
        Command.output("kill", "-" + name, Long.toString(pid()));
        Process stopping = process;
        for (int tick = 0; stopping != null && tick < TICKS; tick++) {
            if (ended(stopping)) {
                process = null;
                return;
            }
        }
        throw new IOException("the server in " + dataDirectory + " did not stop in time:\n" + log());
    }

    /** Waits a moment for a process to end. */
    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for PostgreSQL");
        }
    }

    private Path logFile() {
        return run.resolve("log");
    }
}
