// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever files can be, they come back, or are named. */
class StrangeFilesIT {
    private static final int SMALL_FILES = 10_000;

    @Test
    void aTreeOfStrangeFilesIsRestoredAttributeByAttribute() throws Exception {
        Tree.assumePrograms();
        try (Installation installation = new Installation("btrfs")) {
            Path data = Files.createDirectory(installation.files.resolve("data"));
            Tree.grow(data, SMALL_FILES);
            Tree.decorate(data);
            String before = Tree.describe(data);
            Stillframe stillframe = installation.configured(configuration(data, ""));

            JsonNode read = Results.component(
                            Results.receipt(Results.good(stillframe.run("backup", "files", "--json"))), "files")
                    .path("read");
            assertThat(read.path("notRead")).hasSize(1);
            assertThat(read.path("notRead").toString()).contains("data/socket");
            assertThat(read.path("files").asLong()).isGreaterThan(SMALL_FILES);
            Results.good(stillframe.run("verify", "latest"));
            Path target = installation.files.resolve("restored");
            Stillframe.Run restore =
                    Results.good(stillframe.run("restore", "latest", "--target", target.toString(), "--json"));
            assertThat(Results.only(restore).path("notRestored").toString()).isEqualTo("[]");
            assertThat(Results.only(restore).path("altered").toString()).isEqualTo("[]");

            Path restored = Installation.below(target, data);
            assertThat(Tree.describe(restored)).isEqualTo(before);
            assertThat(Tree.describe(data)).isEqualTo(before); // nothing was touched
        }
    }

    @Test
    void aSparseFileOfFiveGibibytesComesBackWithItsContentAndItsHoles() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Path data = Files.createDirectory(installation.files.resolve("data"));
            Shell.run(data, """
                    truncate -s 5G sparse
                    printf begin | dd of=sparse conv=notrunc status=none
                    printf middle | dd of=sparse conv=notrunc bs=1 seek=3000000123 status=none
                    head -c 1M /dev/urandom | dd of=sparse conv=notrunc bs=1M seek=4000 status=none
                    """);
            Stillframe stillframe = installation.configured(configuration(data, ""));
            Results.good(stillframe.run("backup", "files"));
            Path target = installation.files.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));

            Path restored = Installation.below(target, data);
            Shell.run(restored, "cmp sparse '" + data + "/sparse'; test \"$(du -k sparse | cut -f1)\" -lt 4096");
        }
    }

    /** Files come and go while they are read live: those that stay are all there, and no other is missed. */
    @Test
    void whileFilesVanishTheOthersAreReadAndNothingIsInvented() throws Exception {
        Tree.assumePrograms();
        try (Installation installation = new Installation("plain")) {
            Path data = Files.createDirectory(installation.files.resolve("data"));
            Shell.run(data, "mkdir staying; seq 1 2000 | (cd staying; split -l 1 -a 5 - s)");
            String staying = Tree.describe(data.resolve("staying"));
            Stillframe stillframe = installation.configured(configuration(data, "minimum-consistency: live"));
            Stillframe.Run backup;
            Churn churn = Churn.begin(data);
            try (churn) {
                backup = stillframe.run("backup", "files", "--json");
            }

            assertThat(backup.exit()).as("%s", backup).isIn(0, 3);
            JsonNode read = Results.component(Results.receipt(backup), "files").path("read");
            assertThat(backup.exit() == 0).isEqualTo(read.path("whole").asBoolean());
            for (JsonNode missed : read.path("notRead")) {
                assertThat(missed.path("file").asString()).contains("/vanishing-");
                assertThat(missed.path("reason").asString()).isNotEmpty();
            }
            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(Tree.describe(Installation.below(target, data.resolve("staying"))))
                    .isEqualTo(staying);
        }
    }

    private static String configuration(Path data, String application) {
        return """
                applications:
                  files:
                    writer: files
                    settings: {paths: [%s]}
                    %s
                jobs:
                  files: {applications: [files], accept-live: true}
                """.formatted(data, application);
    }

    /** Makes files and removes them until it is closed. */
    private static final class Churn implements AutoCloseable {
        private static final int ALIVE = 100;

        private final AtomicBoolean open = new AtomicBoolean(true);
        private final Thread thread;

        private Churn(Path folder) {
            thread = new Thread(() -> churn(folder), "churn");
        }

        static Churn begin(Path folder) {
            Churn churn = new Churn(folder);
            churn.thread.start();
            return churn;
        }

        private void churn(Path folder) {
            try {
                for (int number = 0; open.get(); number++) {
                    Files.writeString(folder.resolve("vanishing-" + number), "soon gone");
                    if (number >= ALIVE) {
                        Files.delete(folder.resolve("vanishing-" + (number - ALIVE)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            open.set(false);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while files vanished");
            }
        }
    }
}
