// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import java.io.IOException;

/**
 * Takes new blobs into packs, and packs into the repository. Any thread, several at once: hashing, compressing and
 * sealing happen on the caller's. A full pack is stored by a thread of its own; {@link #save} waits while too many are
 * under way, which bounds the memory.
 *
 * <p>If a pack cannot be stored, every later call throws that error.
 */
public interface BlobWriter extends AutoCloseable {
    /** Saves a blob, unless the repository has it already or another thread is just saving it. */
    Saved save(BlobType type, byte[] bytes, int offset, int length) throws IOException;

    /** Saves a blob, see {@link #save(BlobType, byte[], int, int)}. */
    default Saved save(BlobType type, byte[] bytes) throws IOException {
        return save(type, bytes, 0, bytes.length);
    }

    /** Stores all that was saved, then the index of it. Afterwards a snapshot may refer to it. */
    void flush() throws IOException;

    /** Gives up what was not flushed. Packs that are stored already stay, and are found again by the next writer. */
    @Override
    void close() throws IOException;

    /**
     * What became of a blob.
     *
     * @param added false if the repository had it
     * @param storedBytes what it takes in the repository; 0 if it was not added
     */
    record Saved(BlobId id, boolean added, int storedBytes) {}
}
