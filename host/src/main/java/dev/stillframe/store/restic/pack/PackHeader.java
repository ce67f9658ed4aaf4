// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.pack;

import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.crypto.UnauthenticException;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.Hash;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A pack's header: for each blob in order a byte for type and compression, its sealed length, its plain length if it is
 * compressed, and its name; numbers are 32 bits, little-endian. Sealed, it stands before its own length at the pack's end.
 */
public final class PackHeader {
    /** Of the length at the end, in bytes. */
    public static final int LENGTH_FIELD = Integer.BYTES;

    /** restic reads none that is longer: 16 MiB, sealed. */
    public static final int MOST = 16 << 20;

    private static final int PLAIN_ENTRY = 1 + Integer.BYTES + Hash.LENGTH;
    private static final int COMPRESSED_ENTRY = PLAIN_ENTRY + Integer.BYTES;
    private static final int TREE = 1;
    private static final int COMPRESSED = 2;

    private PackHeader() {}

    /** How many bytes the end of a pack takes, seal and length included. */
    public static int sealedSize(Iterable<PackedBlob> blobs) {
        int size = Key.OVERHEAD + LENGTH_FIELD;
        for (PackedBlob blob : blobs) {
            size += blob.compressed() ? COMPRESSED_ENTRY : PLAIN_ENTRY;
        }
        return size;
    }

    /** The end of a pack: the sealed header and its length. */
    static byte[] seal(List<PackedBlob> blobs, Key key) {
        int size = sealedSize(blobs);
        ByteBuffer plain =
                ByteBuffer.allocate(size - Key.OVERHEAD - LENGTH_FIELD).order(ByteOrder.LITTLE_ENDIAN);
        for (PackedBlob blob : blobs) {
            int type = blob.type() == BlobType.TREE ? TREE : 0;
            plain.put((byte) (blob.compressed() ? type | COMPRESSED : type)).putInt(blob.length());
            if (blob.compressed()) {
                plain.putInt(blob.plainLength());
            }
            plain.put(blob.id().bytes());
        }
        byte[] sealed = key.seal(plain.array());
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(sealed)
                .putInt(sealed.length)
                .array();
    }

    /**
     * The length of the sealed header, from a pack's last four bytes.
     *
     * @param size of the pack
     * @throws RepositoryException if it cannot be one
     */
    static int sealedLength(FileId pack, byte[] end, int at, long size) throws RepositoryException {
        int length = ByteBuffer.wrap(end, at, LENGTH_FIELD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (length <= Key.OVERHEAD || length > MOST || length + (long) LENGTH_FIELD > size) {
            throw RepositoryException.damaged("pack " + pack, "its header cannot be " + length + " bytes long", null);
        }
        return length;
    }

    /**
     * Opens a sealed header.
     *
     * @throws RepositoryException if it is damaged
     */
    static List<PackedBlob> open(FileId pack, byte[] bytes, int at, int length, Key key) throws RepositoryException {
        try {
            return parse(key.open(bytes, at, length));
        } catch (UnauthenticException | IllegalArgumentException e) {
            throw RepositoryException.damaged("pack " + pack, "its header: " + e.getMessage(), e);
        }
    }

    /**
     * The blobs of an opened header.
     *
     * @throws IllegalArgumentException if it is no header
     */
    public static List<PackedBlob> parse(byte[] header) {
        List<PackedBlob> blobs = new ArrayList<>(header.length / PLAIN_ENTRY);
        ByteBuffer in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long offset = 0;
        while (in.hasRemaining()) {
            int kind = in.get();
            boolean compressed = (kind & COMPRESSED) != 0;
            if ((kind & ~(TREE | COMPRESSED)) != 0) {
                throw new IllegalArgumentException("no type of blob: " + kind);
            }
            if (in.remaining() < (compressed ? COMPRESSED_ENTRY : PLAIN_ENTRY) - 1) {
                throw new IllegalArgumentException("it ends within an entry");
            }
            int length = in.getInt();
            int plainLength = compressed ? in.getInt() : 0;
            if (compressed && plainLength == 0) {
                throw new IllegalArgumentException("a compressed blob of no bytes");
            }
            BlobId id = BlobId.at(header, in.position());
            in.position(in.position() + Hash.LENGTH);
            BlobType type = (kind & TREE) != 0 ? BlobType.TREE : BlobType.DATA;
            blobs.add(new PackedBlob(type, id, offset, length, plainLength));
            offset += length;
        }
        return blobs;
    }
}
