// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

/**
 * A blob within a pack.
 *
 * @param offset where its sealed bytes begin in the pack
 * @param length of its sealed bytes: 32 more than what was sealed
 * @param plainLength of its plain bytes if it is compressed, else 0
 */
public record PackedBlob(BlobType type, BlobId id, long offset, int length, int plainLength) {
    /** What sealing adds to a blob, in bytes: an initialisation vector before it and an authenticator behind it. */
    public static final int SEAL = 32;

    /** @throws IllegalArgumentException if a number cannot be one of a blob's */
    public PackedBlob {
        if (offset < 0 || offset > 0xffff_ffffL || length < SEAL || plainLength < 0) {
            throw new IllegalArgumentException(
                    "no place of a blob: offset " + offset + ", length " + length + ", plain length " + plainLength);
        }
    }

    public boolean compressed() {
        return plainLength != 0;
    }

    /** How many bytes the blob has when it is read. */
    public int size() {
        return compressed() ? plainLength : length - SEAL;
    }

    public long end() {
        return offset + length;
    }
}
