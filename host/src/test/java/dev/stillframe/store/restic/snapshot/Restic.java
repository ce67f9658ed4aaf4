// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The real restic, from the distribution, on one repository. */
final class Restic {
    private final Path repository;
    private final String password;

    Restic(Path repository, String password) {
        this.repository = repository;
        this.password = password;
    }

    /** Skips the test where restic is not installed. */
    static void assumeInstalled() {
        Assumptions.assumeTrue(isInstalled(), "needs restic: apt install restic");
    }

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("restic", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs it and expects success. Returns what it printed. */
    String run(String... arguments) throws IOException, InterruptedException {
        Ended ended = attempt(arguments);
        assertThat(ended.code())
                .as("restic %s: %s", String.join(" ", arguments), ended.output())
                .isZero();
        return ended.output();
    }

    Ended attempt(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("restic", "--no-cache", "--repo", repository.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("RESTIC_PASSWORD", password);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    record Ended(int code, String output) {}
}
