// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import java.io.IOException;

/**
 * Where entries go. Pulls the ranges it wants from a content, in the order and with the parallelism that suit it.
 *
 * <p>Thread: as the implementation says. Parents come before their children. An entry that is put again replaces the
 * earlier one of that path.
 */
public interface TreeSink {
    /** Stores an entry that has no content of its own. */
    void put(Node node) throws IOException;

    /**
     * Stores a regular file. If the content fails, the entry is left out or marked incomplete, never silently short,
     * and the sink stays usable.
     *
     * @throws SourceException if the content could not be read
     * @throws IOException if it could not be stored: the whole backup fails
     */
    Stored put(Node node, Content content) throws IOException;

    /** Stores another name of a file that was put before. */
    void link(Node node, Node first) throws IOException;

    /**
     * What became of a file.
     *
     * @param sha256 of all its bytes
     * @param size how many bytes that are
     */
    record Stored(Sha256 sha256, long size) {}
}
