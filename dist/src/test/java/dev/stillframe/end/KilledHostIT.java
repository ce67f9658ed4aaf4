// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The host is killed, or told to end, in the middle of a copy. */
class KilledHostIT {
    private static final int MEGABYTES = 600;
    private static final int KILLS = 3;

    @Test
    void whatAKilledHostLeavesIsNoBackupAndTheNextRunCleansItUp() throws Exception {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("KilledHostIT: seed " + seed);
        Random random = new Random(seed);
        try (Installation installation = new Installation("btrfs")) {
            Stillframe stillframe = site(installation);
            for (int kill = 0; kill < KILLS; kill++) {
                Process host = startAndAwaitCopy(installation, stillframe, random.nextInt(MEGABYTES / 2) << 20);
                assertThat(host.destroyForcibly().waitFor()).isEqualTo(137);

                assertThat(Shell.subvolumes(installation.files)).isNotEmpty();
                assertThat(partial(installation)).isNotEmpty();
                assertThat(Results.only(Results.good(stillframe.run("list", "--json")))
                                .path("backups"))
                        .isEmpty();
                assertThat(trace(installation)).endsWith("thawed");
            }

            Stillframe.Run next = Results.good(stillframe.run("backup", "uploads"));

            assertThat(next.messages() + next.output())
                    .contains("removed the snapshot", "removed the unfinished backup");
            assertThat(Shell.subvolumes(installation.files)).isEmpty();
            assertThat(partial(installation)).isEmpty();
            Results.good(stillframe.run("verify", "latest"));
        }
    }

    @Test
    void recoverAloneCleansUpToo() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Stillframe stillframe = site(installation);
            startAndAwaitCopy(installation, stillframe, 1).destroyForcibly().waitFor();

            Stillframe.Run recover = Results.good(stillframe.run("recover", "--json"));

            assertThat(Results.only(recover).path("done").toString())
                    .contains("removed the snapshot", "removed the unfinished backup");
            assertThat(Shell.subvolumes(installation.files)).isEmpty();
            assertThat(partial(installation)).isEmpty();
            Stillframe.Run again = Results.good(stillframe.run("recover", "--json"));
            assertThat(Results.only(again).path("done")).isEmpty();
        }
    }

    @Test
    void recoverLeavesTheSnapshotsOfAnotherInstallationOnTheSameHostAlone() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Stillframe stillframe = site(installation);
            startAndAwaitCopy(installation, stillframe, 1).destroyForcibly().waitFor();
            Path other = installation.work.resolve("other.yaml");
            Files.writeString(
                    other,
                    Files.readString(installation.work.resolve("stillframe.yaml"))
                            .replace(installation.work + "/state", installation.work + "/other-state")
                            .replace(installation.work + "/archive", installation.work + "/other-archive"));
            Stillframe neighbour = new Stillframe(Installation.HOME.resolve("bin/stillframe"), other);
            Results.good(neighbour.run("init"));

            Stillframe.Run recover = Results.good(neighbour.run("recover", "--json"));

            assertThat(Results.only(recover).path("done")).isEmpty();
            assertThat(Shell.subvolumes(installation.files)).isNotEmpty();
            Results.good(stillframe.run("recover"));
            assertThat(Shell.subvolumes(installation.files)).isEmpty();
        }
    }

    @Test
    void aHostThatIsToldToEndThawsAndLeavesNothing() throws Exception {
        for (String signal : List.of("TERM", "INT")) {
            try (Installation installation = new Installation("btrfs")) {
                site(installation);
                Stillframe stillframe = heedful(installation);
                Process host = startAndAwaitCopy(installation, stillframe, 1);

                Shell.run(installation.work, "kill -" + signal + " " + host.pid());

                assertThat(host.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(host.exitValue()).isEqualTo(signal.equals("TERM") ? 143 : 130);
                assertThat(trace(installation)).endsWith("thawed");
                assertThat(Shell.subvolumes(installation.files)).isEmpty();
                assertThat(partial(installation)).isEmpty();
                assertThat(messages(installation)).contains("backup.interrupted");
                assertThat(Results.only(Results.good(stillframe.run("list", "--json")))
                                .path("backups"))
                        .isEmpty();
            }
        }
    }

    /** A program that a shell started in the background ignores INT, and so would all that it starts. */
    private static Stillframe heedful(Installation installation) throws IOException {
        Path launcher = Files.writeString(
                installation.work.resolve("heedful"),
                "#!/bin/sh\nexec env --default-signal=INT " + Installation.HOME.resolve("bin/stillframe")
                        + " \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        return installation.launcher(launcher);
    }

    private static Stillframe site(Installation installation) throws IOException, InterruptedException {
        Shell.run(
                installation.files,
                "mkdir data; i=0; while [ $i -lt 12 ]; do head -c " + MEGABYTES / 12
                        + "M /dev/urandom > data/$i; i=$((i+1)); done; sync -f .");
        return installation.configured("""
                applications:
                  uploads:
                    writer: files
                    settings:
                      paths: [%1$s/data]
                      hold: writes
                      freeze-command: [/bin/sh, -c, "echo frozen >> %2$s/trace"]
                      thaw-command: [/bin/sh, -c, "echo thawed >> %2$s/trace"]
                jobs:
                  uploads: {applications: [uploads], freeze-timeout: 60s}
                """.formatted(installation.files, installation.work));
    }

    /** Starts a backup and waits until it has written that much of its archive. */
    private static Process startAndAwaitCopy(Installation installation, Stillframe stillframe, long bytes)
            throws IOException {
        Process host = stillframe.start(installation.work.resolve("messages"), "backup", "uploads");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> partial(installation).stream().anyMatch(file -> size(file) >= bytes));
        assertThat(host.isAlive()).isTrue();
        return host;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // it was renamed meanwhile
        }
    }

    private static List<Path> partial(Installation installation) throws IOException {
        try (Stream<Path> archives = Files.list(installation.work.resolve("archive"))) {
            return archives.filter(file -> file.getFileName().toString().contains(".partial-"))
                    .toList();
        }
    }

    private static String trace(Installation installation) throws IOException {
        return Files.readString(installation.work.resolve("trace")).strip();
    }

    private static String messages(Installation installation) throws IOException {
        return Files.readString(installation.work.resolve("messages"));
    }
}
