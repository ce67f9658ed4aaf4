// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process beside the test that says "ready", and ends with its input. */
final class Child implements AutoCloseable {
    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /** A shell that does something, for example opens {@code $1}, and waits. */
    static Child shell(String script, Path argument) throws IOException {
        return ready(new ProcessBuilder("sh", "-c", script + "; echo ready; read -r line", "sh", argument.toString()));
    }

    /** A shell whose script says "ready" by itself. */
    static Child speaking(String script, Path argument) throws IOException {
        return ready(new ProcessBuilder("sh", "-c", script, "sh", argument.toString()));
    }

    static Child java(Class<?> program, Path argument) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return ready(new ProcessBuilder(
                java,
                "-XX:+PerfDisableSharedMem",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                argument.toString()));
    }

    private static Child ready(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("ready");
        return new Child(process);
    }

    long pid() {
        return process.pid();
    }

    boolean ended() {
        return !process.isAlive();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
