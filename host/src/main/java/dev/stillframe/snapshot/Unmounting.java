// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Unmounts snapshots, wherever they are mounted. */
public final class Unmounting {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Unmounting() {}

    /** Unmounts all of these by umount(8). Readers are waited for a little. */
    public static void all(Predicate<Mount> which, Clock clock) throws IOException {
        long begun = clock.nanoTime();
        while (true) {
            List<Mount> mounted =
                    MountTable.read().mounts().stream().filter(which).toList();
            if (mounted.isEmpty()) {
                return;
            }
            try {
                for (Mount mount : mounted) {
                    Tool.run(List.of("/bin/umount", mount.point().toString()), Map.of("LC_ALL", "C"), PATIENCE);
                }
            } catch (IOException e) {
                if (clock.nanoTime() - begun > PATIENCE.toNanos()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
