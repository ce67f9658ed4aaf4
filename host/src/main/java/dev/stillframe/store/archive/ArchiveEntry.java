// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.tree.StoredTree;
import java.util.List;

/** An entry of a backup and where the archive has its content. */
record ArchiveEntry(StoredTree.Item item, Placement placement) {
    /**
     * Where a content lies: its extents, one after the other.
     *
     * @param at of a tar: the first byte's position in the tar before compression; of a zip: in the file
     * @param stored how many bytes lie there; of a zip compressed
     */
    record Placement(long at, long stored, List<Extent> extents) {
        /** Of an entry that has no content of its own. */
        static final Placement NOWHERE = new Placement(0, 0, List.of());

        Placement {
            extents = List.copyOf(extents);
        }
    }
}
