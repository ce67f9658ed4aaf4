// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.LoopVolume;
import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots by an operator's own commands: clones of a disk image on btrfs, of a frozen XFS. */
class SnapshotCommandsIT {
    private static final String ARRAY = """
            #!/bin/sh
            set -eu
            store=%s
            clone=$store/$STILLFRAME_SNAPSHOT.img
            case $1 in
            create)
              cp --reflink=always $store/disk.img $clone
              if [ -e $store/hang ]; then echo $$ > $store/pid; exec sleep 1000; fi
              ;;
            mount) mount -o ro,norecovery,nouuid,loop $clone "$STILLFRAME_TARGET" ;;
            release)
              if mountpoint -q "$STILLFRAME_TARGET"; then umount "$STILLFRAME_TARGET"; fi
              rm -f $clone
              ;;
            esac
            """;

    @BeforeEach
    void assumeXfs() throws Exception {
        String obstacle = LoopVolume.obstacle("xfs");
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Test
    void aBackupReadsTheArraysSnapshotAndLeavesNothingThere() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Stillframe stillframe = site(installation);
            Stillframe.Run plan = Results.good(stillframe.run("plan", "shop"));
            assertThat(plan.output()).contains("snapshot-commands.array runs", "while the filesystem at");

            Stillframe.Run backup = Results.good(stillframe.run("backup", "shop", "--json"));

            assertThat(Results.receipt(backup)
                            .path("snapshots")
                            .path(0)
                            .path("provider")
                            .asString())
                    .isEqualTo("command");
            assertThat(clones(installation)).isEmpty();
            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(Installation.below(target, volume(installation).resolve("data/file")))
                    .hasContent("precious");
        }
    }

    @Test
    void aHostThatIsKilledWhileTheArrayHangsLeavesNothingFrozenAndRecoverReleasesTheSnapshot() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Stillframe stillframe = site(installation);
            Path hang = Files.createFile(installation.files.resolve("hang"));
            Path pid = installation.files.resolve("pid");
            installation.closing(() -> Shell.run(installation.files, "test ! -s pid || kill -9 $(cat pid) || true"));
            Process host = stillframe.start(installation.work.resolve("messages"), "backup", "shop");
            installation.closing(() -> host.destroyForcibly().waitFor());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(pid) && Files.size(pid) > 1);

            assertThat(host.destroyForcibly().waitFor()).isEqualTo(137);

            Shell.run(volume(installation), "echo alive > data/after"); // waits as long as it is frozen
            Shell.run(installation.files, "kill -9 $(cat pid); rm pid");
            Files.delete(hang);
            Stillframe.Run recover = Results.good(stillframe.run("recover", "--json"));
            assertThat(Results.only(recover).path("done").toString())
                    .contains("the guard of cycle", "ThawFilesystem", "removed the snapshot");
            assertThat(clones(installation)).isEmpty();
            assertThat(Results.only(Results.good(stillframe.run("recover", "--json")))
                            .path("done"))
                    .isEmpty();
            Results.good(stillframe.run("backup", "shop"));
        }
    }

    private static Path volume(Installation installation) {
        return installation.work.resolve("volume");
    }

    private static String clones(Installation installation) throws Exception {
        return Shell.run(installation.files, "ls | grep '^command' || true");
    }

    private static Stillframe site(Installation installation) throws Exception {
        Path array = Files.writeString(installation.work.resolve("array"), ARRAY.formatted(installation.files));
        assertThat(array.toFile().setExecutable(true)).isTrue();
        Path volume = Files.createDirectory(volume(installation));
        Shell.run(installation.files, "truncate -s 320M disk.img; mkfs.xfs -q disk.img");
        Shell.run(installation.files, "mount -o loop disk.img " + volume);
        installation.closing(() -> Shell.run(installation.files, "umount " + volume));
        Shell.run(volume, "mkdir data; echo precious > data/file");
        return installation.configured("""
                snapshot-commands:
                  array:
                    volume: %1$s
                    create: [%2$s, create]
                    mount: [%2$s, mount]
                    release: [%2$s, release]
                    freeze-filesystem: true
                applications:
                  uploads:
                    writer: files
                    settings: {paths: [%1$s/data]}
                jobs:
                  shop: {applications: [uploads], freeze-timeout: 20s}
                """.formatted(volume, array));
    }
}
