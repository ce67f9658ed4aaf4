// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.ThawAction;
import dev.stillframe.api.snapshot.Volume;
import java.time.Instant;
import java.util.List;

/**
 * What a cycle is about to hold and to make: enough to undo it without the writers.
 *
 * @param deadline when the cycle is over at the latest
 * @param holders the applications that take part
 * @param snapshots what will be made
 */
public record Intent(
        String cycle,
        String owner,
        String job,
        Instant begun,
        Instant deadline,
        List<Holder> holders,
        List<SnapshotToCome> snapshots) {
    public Intent {
        holders = List.copyOf(holders);
        snapshots = List.copyOf(snapshots);
    }

    /**
     * One application.
     *
     * @param freezes whether it will be frozen
     * @param backupMode whether it is in backup mode already
     * @param armed what undoes its hold, as far as it was armed in prepare; undone last to first
     */
    public record Holder(String application, boolean freezes, boolean backupMode, List<ThawAction> armed) {
        public Holder {
            armed = List.copyOf(armed);
        }
    }

    /** Snapshots that a provider will make on these volumes, named after owner and cycle. */
    public record SnapshotToCome(String provider, List<Volume> volumes) {
        public SnapshotToCome {
            volumes = List.copyOf(volumes);
        }
    }
}
