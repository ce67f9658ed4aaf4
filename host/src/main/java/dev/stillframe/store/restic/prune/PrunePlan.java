// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.prune;

import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.index.ByPack;
import dev.stillframe.store.restic.index.Index;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * What a prune is going to do. Packs go by their numbers in the index.
 *
 * @param files that say what the index knows, and the packs of each
 * @param keep the rows of the index that are needed, one for each blob that a snapshot needs
 * @param removed packs of which nothing is needed, or that are missing anyway
 * @param repacked packs whose needed blobs go into new ones
 * @param unindexed packs that no index knows
 * @param unindexedBytes of those
 */
record PrunePlan(
        Index index,
        ByPack byPack,
        Map<FileId, int[]> files,
        Map<BlobType, BitSet> keep,
        BitSet removed,
        BitSet repacked,
        List<FileId> unindexed,
        long unindexedBytes) {
    BitSet keep(BlobType type) {
        return keep.getOrDefault(type, new BitSet());
    }

    /** Packs that are no longer there afterwards. */
    BitSet gone() {
        BitSet gone = (BitSet) removed.clone();
        gone.or(repacked);
        return gone;
    }

    int blobs(int pack) {
        int count = 0;
        for (BlobType type : BlobType.values()) {
            count += byPack.rows(type, pack).length;
        }
        return count;
    }
}
