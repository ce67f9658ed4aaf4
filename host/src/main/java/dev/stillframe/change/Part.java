// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.change;

/**
 * A part of a file as its filesystem keeps it.
 *
 * @param offset where it begins in the file, in bytes
 * @param length in bytes, at least one
 */
public record Part(long offset, long length, Kept kept) {
    public Part {
        if (offset < 0 || length < 1 || offset + length < 0) {
            throw new IllegalArgumentException("no part of a file: " + length + " bytes at " + offset);
        }
    }

    public long end() {
        return offset + length;
    }

    /** How the bytes are kept. */
    public sealed interface Kept {}

    /** Nowhere: a hole, or allocated and never written. Reads as zeros. */
    public record Zeros() implements Kept {}

    /**
     * At an address that nobody else's bytes have as long as this part exists.
     *
     * @param extent which extent; 0 where addresses are those of the device itself
     * @param stored how many bytes the extent takes; 0 likewise
     * @param encoding how it is compressed; 0 if it is not
     * @param inside where in the extent the part begins, as it is when it is read
     */
    public record Stored(long extent, long stored, int encoding, long inside) implements Kept {
        /** The same, so many bytes further on. */
        Stored after(long bytes) {
            return new Stored(extent, stored, encoding, inside + bytes);
        }
    }

    /** In a way of which the address says nothing: inside metadata, not yet written out, or unknown to us. */
    public record Doubtful() implements Kept {}
}
