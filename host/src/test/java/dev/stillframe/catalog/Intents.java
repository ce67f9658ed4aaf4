// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.cycle.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Intents to write. */
final class Intents {
    private static final Instant BEGUN = Instant.parse("2026-11-22T03:00:00.123456789Z");

    private Intents() {}

    static Intent plain(String cycle, int second) {
        return new Intent(
                cycle,
                "shop-1",
                "shop",
                BEGUN.plusSeconds(second),
                BEGUN.plusSeconds(second + 3600),
                List.of(new Intent.Holder("orders", false, true, List.of())),
                List.of());
    }

    static Intent full(String cycle) {
        SourcePath strange = SourcePath.of(new byte[] {'/', 'a', '\n', (byte) 0xff, '"'});
        return new Intent(
                cycle,
                "shop-1",
                "shop",
                BEGUN,
                BEGUN.plusSeconds(3600),
                List.of(
                        new Intent.Holder("orders", false, true, List.of(new ThawAction.EndWriterProcess())),
                        new Intent.Holder(
                                "uploads",
                                true,
                                false,
                                List.of(
                                        new ThawAction.ThawFilesystem(strange, -1),
                                        new ThawAction.ContinueProcess(4711, Long.MAX_VALUE),
                                        new ThawAction.ThawCgroup(SourcePath.of("/sys/fs/cgroup/shop")),
                                        new ThawAction.Run(
                                                List.of("/bin/sh", "-c", "echo \"\u00e4\"", ""),
                                                Duration.ofMillis(1500))))),
                List.of(new Intent.SnapshotToCome("btrfs", List.of(new Volume(strange, "btrfs", "/dev/sda1", 42)))));
    }
}
