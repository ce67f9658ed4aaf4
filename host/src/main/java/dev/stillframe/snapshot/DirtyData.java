// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import dev.stillframe.api.Deadline;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxException;
import java.time.Duration;

/**
 * Writes out what a snapshot would have to write out itself, inside the frozen window. Under load a single syncfs leaves
 * behind what was written meanwhile, so it is repeated until there is little left.
 */
public final class DirtyData {
    private static final Duration LITTLE = Duration.ofMillis(60);
    private static final int MOST = 6;

    private DirtyData() {}

    public static void writeOut(DirectoryHandle filesystem, Clock clock, Deadline deadline) throws LinuxException {
        for (int i = 0; i < MOST && !deadline.passed(); i++) {
            long begun = clock.nanoTime();
            filesystem.syncFilesystem();
            if (clock.nanoTime() - begun < LITTLE.toNanos()) {
                return;
            }
        }
    }
}
