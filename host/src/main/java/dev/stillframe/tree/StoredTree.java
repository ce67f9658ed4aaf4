// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The entries of a backup, as stored. Any thread. Every byte read is checked against what was stored. */
public interface StoredTree extends AutoCloseable {
    /** All entries in the order of their paths. Close the stream. */
    Stream<Item> items() throws IOException;

    /** One entry by its path; a store may show each name of a file with several as one that has the content itself. */
    Optional<Item> item(SourcePath path) throws IOException;

    /**
     * Opens a regular file, or through a hard link the file that it shares. What is read is whole and as it was stored
     * as far as the store can tell from a part; only all of it together proves {@link Item#sha256}.
     *
     * @throws IOException if it is missing or damaged in the store
     */
    Content open(Item item) throws IOException;

    /**
     * Whether these bytes are those of a stored regular file. Reads no more of the backup than that takes; false also if
     * the store cannot tell.
     */
    default boolean holds(Item item, Content bytes) throws IOException {
        return item.sha256().isPresent() && item.sha256().get().equals(Sha256.ofContent(bytes));
    }

    /**
     * Says what will be read next, so that a store can fetch it together and ahead; it is free not to. Never fails: what
     * cannot be fetched fails when it is read.
     */
    default void soon(List<Part> parts) {}

    @Override
    void close() throws IOException;

    /** A part of a regular file, in bytes. */
    record Part(Item item, long offset, long length) {}

    /**
     * A stored entry.
     *
     * @param hardLinkTo the path of the entry whose content this one shares; empty if it has its own
     * @param incomplete true if the source failed while it was read; what is stored is not what was there
     * @param sha256 of a regular file's bytes as they were stored, if the store keeps it; where it does not, every part
     *     that is read is proved by itself. Empty for everything else and for hard links
     */
    record Item(Node node, Optional<SourcePath> hardLinkTo, boolean incomplete, Optional<Sha256> sha256) {}
}
