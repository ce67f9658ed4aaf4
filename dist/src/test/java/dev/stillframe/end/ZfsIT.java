// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import dev.stillframe.zpool.ZfsPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The whole program on a real ZFS pool: the kernel's where it has ZFS, otherwise zfs-fuse's. */
class ZfsIT {
    private static final int MEGABYTES = 120;

    @Test
    void applicationsOnTwoDatasetsAreBackedUpAtOneInstantAndComeBack() throws Exception {
        try (Installation installation = new Installation("plain");
                ZfsPool pool = pool()) {
            Stillframe stillframe = site(installation, pool);
            List<String> before = pool.everything();
            assertThat(Results.good(stillframe.run("plan", "shop")).output())
                    .contains("zfs makes a snapshot of " + pool.name() + "/orders, " + pool.name() + "/uploads");

            JsonNode receipt = Results.receipt(Results.good(stillframe.run("backup", "shop", "--json")));

            assertThat(receipt.path("snapshots")).hasSize(1);
            assertThat(receipt.path("snapshots").path(0).path("provider").asString())
                    .isEqualTo("zfs");
            assertThat(receipt.toString()).contains("same-instant");
            assertThat(pool.everything()).isEqualTo(before);
            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            for (String name : List.of("orders", "uploads")) {
                Shell.run(
                        installation.work,
                        "diff -r " + pool.root() + "/" + name + "/data "
                                + Installation.below(target, pool.root().resolve(name + "/data")));
            }
        }
    }

    @Test
    void whatAKilledHostLeavesMountedInThePoolIsRemovedByRecover() throws Exception {
        try (Installation installation = new Installation("plain");
                ZfsPool pool = pool()) {
            Stillframe stillframe = site(installation, pool);
            List<String> before = pool.everything();
            Process host = stillframe.start(installation.work.resolve("messages"), "backup", "shop");
            installation.closing(() -> host.destroyForcibly().waitFor());
            awaitCopy(installation, host);

            assertThat(host.destroyForcibly().waitFor()).isEqualTo(137);

            assertThat(pool.everything()).as("the kill hit a snapshot").hasSizeGreaterThan(before.size());
            assertThat(Results.only(Results.good(stillframe.run("list", "--json")))
                            .path("backups"))
                    .isEmpty();
            Stillframe.Run recover = Results.good(stillframe.run("recover", "--json"));
            assertThat(Results.only(recover).path("done").toString())
                    .contains("removed the snapshot", pool.name() + "/orders@zfs.");
            assertThat(pool.everything()).isEqualTo(before);
            assertThat(Results.only(Results.good(stillframe.run("recover", "--json")))
                            .path("done"))
                    .isEmpty();
            Results.good(stillframe.run("backup", "shop"));
        }
    }

    private static ZfsPool pool() throws IOException {
        Assumptions.assumeTrue(ZfsPool.obstacle().isEmpty(), ZfsPool.obstacle());
        return ZfsPool.make(512);
    }

    private static void awaitCopy(Installation installation, Process host) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> written(installation) >= 1 << 20);
        assertThat(host.isAlive()).isTrue();
    }

    /** Bytes of what is not published yet. */
    private static long written(Installation installation) throws IOException {
        long most = 0;
        try (Stream<Path> files = Files.list(installation.work.resolve("archive"))) {
            for (Path file : files.toList()) {
                most = file.getFileName().toString().contains(".partial-") ? Math.max(most, Files.size(file)) : most;
            }
        } catch (NoSuchFileException e) {
            return most; // it was renamed meanwhile
        }
        return most;
    }

    private static Stillframe site(Installation installation, ZfsPool pool) throws Exception {
        for (String name : List.of("orders", "uploads")) {
            Path dataset = pool.dataset(name);
            Shell.run(
                    dataset,
                    "mkdir data; i=0; while [ $i -lt 12 ]; do head -c " + MEGABYTES / 24
                            + "M /dev/urandom > data/$i; i=$((i+1)); done; sync -f .");
        }
        return installation.configured("""
                applications:
                  orders:
                    writer: files
                    settings: {paths: [%1$s/orders/data], hold: writes, freeze-command: [/bin/true], thaw-command: [/bin/true]}
                  uploads:
                    writer: files
                    settings: {paths: [%1$s/uploads/data]}
                jobs:
                  shop: {applications: [orders, uploads], freeze-timeout: 60s}
                """.formatted(pool.root()));
    }
}
