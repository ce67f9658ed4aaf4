// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

/**
 * Cuts exactly where restic cuts, by a Rabin fingerprint of the last 64 bytes whose lowest 20 bits are zero: chunks from
 * 512 KiB to 8 MiB. See restic's {@code doc/design.rst}, "Backups and Deduplication", and M. O. Rabin, "Fingerprinting by
 * Random Polynomials", 1981.
 *
 * <p>A polynomial over GF(2) is a {@code long} whose bits are its coefficients. The window begins 64 bytes before the
 * shortest chunk ends, with a byte 1 in front of it.
 */
public final class RabinChunker implements Chunker {
    private static final int WINDOW = 64;
    private static final int SHORTEST = 512 << 10;
    private static final int LONGEST = 8 << 20;
    private static final long MASK = (1L << 20) - 1;

    private final int shift;
    private final long[] reduce; // for the eight bits above the degree: cancels them and adds their remainder
    private final long[] out; // what a byte contributes when it leaves the window

    /**
     * Tables for a repository.
     *
     * @param polynomial irreducible, of a degree from 21 to 53; restic's have 53
     */
    public RabinChunker(long polynomial) {
        int degree = degree(polynomial);
        if (degree < 21 || degree > 53) {
            throw new IllegalArgumentException("a chunker polynomial has a degree from 21 to 53, not " + degree);
        }
        shift = degree - 8;
        reduce = new long[256];
        for (int b = 0; b < 256; b++) {
            long high = (long) b << degree;
            reduce[b] = remainder(high, polynomial) | high;
        }
        out = new long[256];
        for (int b = 0; b < 256; b++) {
            long hash = append(0, b);
            for (int i = 1; i < WINDOW; i++) {
                hash = append(hash, 0);
            }
            out[b] = hash;
        }
    }

    @Override
    public int longest() {
        return LONGEST;
    }

    @Override
    public boolean leavesHolesOut() {
        return false; // restic reads them
    }

    @Override
    public int cut(byte[] data, int offset, int length) {
        if (length <= SHORTEST) {
            return length;
        }
        int end = Math.min(length, LONGEST);
        byte[] start = new byte[WINDOW + WINDOW]; // what leaves the window: zeros, the byte 1, then the bytes that came
        start[WINDOW - 1] = 1;
        System.arraycopy(data, offset + SHORTEST - WINDOW, start, WINDOW, WINDOW);
        long hash = 1;
        for (int i = WINDOW; i < start.length; i++) {
            hash = append(hash ^ out[start[i - WINDOW] & 0xff], start[i] & 0xff);
        }
        if ((hash & MASK) == 0) {
            return SHORTEST;
        }
        for (int i = offset + SHORTEST; i < offset + end; i++) {
            hash = append(hash ^ out[data[i - WINDOW] & 0xff], data[i] & 0xff);
            if ((hash & MASK) == 0) {
                return i - offset + 1;
            }
        }
        return end;
    }

    private long append(long hash, int b) {
        return ((hash << 8) | b) ^ reduce[(int) (hash >>> shift)];
    }

    private static long remainder(long dividend, long divisor) {
        long rest = dividend;
        int degree = degree(divisor);
        for (int top = degree(rest); top >= degree; top = degree(rest)) {
            rest ^= divisor << (top - degree);
        }
        return rest;
    }

    private static int degree(long polynomial) {
        return 63 - Long.numberOfLeadingZeros(polynomial);
    }
}
