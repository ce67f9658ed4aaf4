// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Quiesce;
import java.time.Instant;
import java.util.List;

/**
 * The set that is wanted.
 *
 * @param owner the installation's name, at most 32 letters, digits and hyphens
 * @param cycle the cycle's id, likewise
 * @param deadline when the cycle is over at the latest: {@code recover} may remove what is older
 * @param sources those of one offer
 * @param natives the components that the system's own writers hold still while the set is taken (Windows VSS)
 * @param type what the backup does to those writers' own chains of backups
 */
public record SnapshotRequest(
        String owner,
        String cycle,
        Instant deadline,
        List<Source> sources,
        List<Quiesce.Native> natives,
        BackupType type) {
    public SnapshotRequest {
        sources = List.copyOf(sources);
        natives = List.copyOf(natives);
    }

    /** A copy, without native writers. */
    public SnapshotRequest(String owner, String cycle, Instant deadline, List<Source> sources) {
        this(owner, cycle, deadline, sources, List.of(), BackupType.COPY);
    }
}
