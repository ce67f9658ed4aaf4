// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.pack;

import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A pack in the making, in memory. One thread at a time. */
public final class PackBuilder {
    /** Far below what fits a header, and small enough that a header is read in a moment. */
    private static final int MOST_BLOBS = 1 << 16;

    private final BlobType type;
    private final List<PackedBlob> blobs = new ArrayList<>();
    private byte[] buffer;
    private int length;

    /** @param buffer to begin with; its content does not matter, and it is replaced if it gets too small */
    public PackBuilder(BlobType type, byte[] buffer) {
        this.type = type;
        this.buffer = buffer;
    }

    /** @param plainLength of the blob if it is compressed, else 0 */
    public void add(BlobId id, byte[] sealed, int sealedLength, int plainLength) {
        ensureRoom(sealedLength);
        System.arraycopy(sealed, 0, buffer, length, sealedLength);
        blobs.add(new PackedBlob(type, id, length, sealedLength, plainLength));
        length += sealedLength;
    }

    public boolean isEmpty() {
        return blobs.isEmpty();
    }

    /** @param packSize at which a pack is full, in bytes */
    public boolean isFull(int packSize) {
        return length >= packSize || blobs.size() >= MOST_BLOBS;
    }

    /** Adds the header and names the pack. Nothing may be added afterwards. */
    public Finished finish(Key key) {
        byte[] header = PackHeader.seal(blobs, key);
        ensureRoom(header.length);
        System.arraycopy(header, 0, buffer, length, header.length);
        length += header.length;
        return new Finished(FileId.of(buffer, 0, length), buffer, length, blobs);
    }

    private void ensureRoom(int more) {
        int needed = Math.addExact(length, more);
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8L, needed + (needed >> 2L)));
        }
    }

    /**
     * A whole pack.
     *
     * @param bytes it lies at their start; they may be used again once it is stored
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Finished(FileId id, byte[] bytes, int length, List<PackedBlob> blobs) {
        public Finished {
            blobs = List.copyOf(blobs);
        }
    }
}
