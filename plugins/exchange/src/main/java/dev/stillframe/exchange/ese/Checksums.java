// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

/** The two checksums of the engine. */
public final class Checksums {
    private static final int SEED = 0x89ABCDEF;

    private Checksums() {}

    /** Of headers and of pages in the old format: everything but the first word, which holds it. */
    public static int xor(byte[] bytes, int from, int length) {
        return SEED ^ Words.xor(bytes, from + 4, length - 4);
    }

    /** Whether a header's checksum is right. */
    public static boolean headerIsGood(byte[] bytes, int from, int length) {
        return Words.i32(bytes, from) == xor(bytes, from, length);
    }

    /**
     * The checksum that can correct one bit: the exclusive or in the lower half, what locates the bit in the upper.
     *
     * @param length a power of two
     * @param number the page's number, or the log segment's
     * @param holdsIt whether the block begins with its own checksum, whose eight bytes are left out
     */
    public static long ecc(byte[] bytes, int from, int length, int number, boolean holdsIt) {
        int rows = length / 4;
        int p = 0;
        int q = 0;
        int columns = 0;
        for (int i = holdsIt ? 2 : 0; i < rows; i++) {
            int word = Words.i32(bytes, from + i * 4);
            columns ^= word;
            int odd = -(Integer.bitCount(word) & 1);
            p ^= i & odd;
            q ^= ~i & odd;
        }
        int r = 0;
        int s = 0;
        for (int i = 0; i < 32; i++) {
            int set = -((columns >>> i) & 1);
            r ^= i & set;
            s ^= ~i & set;
        }
        int locator = ((q & (rows - 1)) << 21) | ((s & 31) << 16) | ((p & (rows - 1)) << 5) | (r & 31);
        return ((long) locator << 32) | ((columns ^ number) & 0xffffffffL);
    }

    /**
     * Where the one wrong bit of a block is, if one wrong bit explains the difference.
     *
     * @return its index in the block, or -1
     */
    public static int wrongBit(long stored, long computed, int length) {
        int mask = length * 8 - 1;
        int difference = (int) ((stored ^ computed) >>> 32);
        boolean complementary = (((difference >>> 16) ^ difference) & mask) == mask;
        boolean oneColumn = Integer.bitCount((int) (stored ^ computed)) == 1;
        return complementary && oneColumn ? difference & mask : -1;
    }
}
