// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import java.time.Instant;
import java.util.List;

/**
 * The set that is wanted.
 *
 * @param owner the installation's name, at most 32 letters, digits and hyphens
 * @param cycle the cycle's id, likewise
 * @param deadline when the cycle is over at the latest: {@code recover} may remove what is older
 * @param sources those of one offer
 */
public record SnapshotRequest(String owner, String cycle, Instant deadline, List<Source> sources) {
    public SnapshotRequest {
        sources = List.copyOf(sources);
    }
}
