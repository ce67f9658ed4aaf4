// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program under its launcher, with one configuration, as an operator runs it. */
public final class Stillframe {
    private final Path launcher;
    private final Path configuration;

    /** @param launcher {@code bin/stillframe} of an unpacked distribution */
    public Stillframe(Path launcher, Path configuration) {
        this.launcher = launcher;
        this.configuration = configuration;
    }

    /** Runs a command and waits for its end. */
    public Run run(String... arguments) throws IOException {
        Path messages = Files.createTempFile("stillframe-messages", ".txt");
        try {
            Process process = start(messages, arguments);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            return new Run(exit, output, Files.readString(messages));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while stillframe ran");
        } finally {
            Files.delete(messages);
        }
    }

    /**
     * Starts a command.
     *
     * @param messages where its standard error goes
     */
    public Process start(Path messages, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "--config", configuration.toString()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(messages.toFile()).start();
        process.getOutputStream().close();
        return process;
    }

    /**
     * How a command ended.
     *
     * @param output standard output
     * @param messages standard error
     */
    public record Run(int exit, String output, String messages) {
        @Override
        public String toString() {
            return "exit " + exit + "\n" + output + messages;
        }
    }
}
