// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The bytes of one regular file, readable at any position. Any thread, several at once. */
public interface Content extends AutoCloseable {
    /** In bytes, as of the instant of the image. */
    long size();

    /**
     * Reads at a position.
     *
     * @return how many bytes were put into the buffer, at least one unless it was full already; -1 at or after the end
     * @throws SourceException if the source cannot be read
     */
    int read(ByteBuffer buffer, long at) throws IOException;

    /** Ranges in order, without gaps, from 0 to {@link #size()}; none for an empty file. */
    List<Range> ranges() throws IOException;

    /**
     * The state of this file in the parent backup that ranges which are {@link Range.State#UNCHANGED} have their bytes
     * from. Empty if there are none. They can be read like all others.
     */
    default Optional<FileVersion> since() {
        return Optional.empty();
    }

    /** How its application writes it, if it changes pages in place. */
    default Optional<Pages> pages() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;

    /**
     * The structure of files that are arrays of pages.
     *
     * @param component whose files have it, unique in the backup
     * @param size of a page, in bytes
     * @param componentBytes how large all files of the component are together; may take time, once
     */
    record Pages(String component, int size, LongSupplier componentBytes) {}
}
