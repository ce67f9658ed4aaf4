// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's restic, on a repository in a folder. */
public final class ResticProgram {
    private final Path repository;

    private ResticProgram(Path repository) {
        this.repository = repository;
    }

    /** What a run came to. */
    public record Outcome(int exit, String output) {}

    /** Skips the test where restic is not installed. */
    public static ResticProgram on(Path repository) {
        boolean there;
        try {
            there = new ProcessBuilder("restic", "version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Assumptions.assumeTrue(there, "restic is not installed");
        return new ResticProgram(repository);
    }

    /** Runs a command that has to succeed, and returns what it printed. */
    public String run(String... arguments) throws Exception {
        Outcome outcome = attempt(arguments);
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        return outcome.output();
    }

    public Outcome attempt(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("restic", "--no-cache"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("RESTIC_REPOSITORY", repository.toString());
        builder.environment().put("RESTIC_PASSWORD", TestRepositories.PASSWORD);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }
}
