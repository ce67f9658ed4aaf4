// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A run of a program beside the host: an operator's command, or a tool of the system. Any thread. */
public final class Tool {
    private final Process process;
    private final Tail output;

    private Tool(Process process) {
        this.process = process;
        output = Tail.of(process.getInputStream());
    }

    /**
     * Starts it: without a shell, in the root folder, with the host's environment but for what is the host's own there.
     *
     * @throws IOException if there is no such program, or it cannot be run
     */
    public static Tool start(List<String> command, Map<String, String> variables) throws IOException {
        return new Tool(builder(command, variables).redirectErrorStream(true).start());
    }

    private static ProcessBuilder builder(List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/")) // so that it keeps no volume busy
                .redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("STILLFRAME_")); // the password, for example
        builder.environment().putAll(variables);
        return builder;
    }

    /**
     * Runs one to its end, and kills it at the limit or when the thread is interrupted.
     *
     * @throws IOException if it cannot be run, or failed: says the program and why
     */
    public static void run(List<String> command, Map<String, String> variables, Duration limit) throws IOException {
        try {
            Optional<String> failure = start(command, variables).await(limit);
            if (failure.isPresent()) {
                throw new IOException(command.get(0) + " " + failure.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.get(0) + " was given up", e);
        }
    }

    /**
     * What a program prints that only looks, and so may be killed at any time: at the limit or when the thread is
     * interrupted.
     *
     * @throws IOException if it cannot be run, or failed
     */
    public static byte[] output(List<String> command, Map<String, String> variables, Duration limit)
            throws IOException {
        String program = Path.of(command.get(0)).getFileName() + " " + command.get(1);
        Process process = builder(command, variables)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
        byte[] printed = process.getInputStream().readAllBytes();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(program + " ended with exit code " + code + ": run it by hand to see why");
            }
            return printed;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(program + " was given up", e);
        }
    }

    /**
     * Waits for its end, and kills it at the limit or when the thread is interrupted.
     *
     * @return why it failed, in words that follow its name; empty if it ended with 0
     */
    public Optional<String> await(Duration limit) throws InterruptedException {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                kill();
                return Optional.of("did not end within " + limit.toMillis() + " ms and was killed" + said());
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("ended with exit code " + process.exitValue() + said());
        } catch (InterruptedException e) {
            kill();
            throw e;
        }
    }

    /**
     * Waits for its end, whatever is asked of the thread meanwhile: a program that must not be killed in the middle of its
     * work.
     *
     * @return why it failed, in words that follow its name; empty if it ended with 0
     */
    public Optional<String> awaitUninterruptibly() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    process.waitFor();
                    return process.exitValue() == 0
                            ? Optional.empty()
                            : Optional.of("ended with exit code " + process.exitValue() + said());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Kills it with everybody whom it started, as far as they still are its children. Waits for nobody. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private String said() throws InterruptedException {
        String text = output.text();
        return text.isEmpty() ? "" : ": " + text;
    }
}
