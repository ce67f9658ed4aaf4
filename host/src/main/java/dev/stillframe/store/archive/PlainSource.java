// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the stored bytes of contents from an archive, uncompressed. Any thread. */
interface PlainSource extends Closeable {
    /** Whether only extents are stored, one after the other; else everything is. */
    boolean leavesHolesOut();

    /**
     * Opens the stored bytes of one content.
     *
     * @param placement says where they lie
     * @param plainSize how many they are
     */
    Reader open(ArchiveEntry.Placement placement, long plainSize) throws IOException;

    /** The stored bytes of one content. Any thread. */
    interface Reader extends Closeable {
        /**
         * Reads at a position.
         *
         * @return at least 1, if the buffer has room
         * @throws DamagedException if the archive is not what was written
         */
        int read(ByteBuffer buffer, long at) throws IOException;
    }
}
