// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.util.List;

/** A folder's entries, in the order of their names' bytes, each name once: restic refuses others. */
public record TreeDocument(List<NodeDocument> nodes) {
    public TreeDocument {
        nodes = List.copyOf(nodes);
    }
}
