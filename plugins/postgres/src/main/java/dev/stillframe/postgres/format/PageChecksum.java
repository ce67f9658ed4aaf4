// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/**
 * The checksum of relation pages (storage/checksum_impl.h): 32 interleaved FNV-1a hashes over the page's words, folded
 * together with the block number, so that a page at another place fails. Not thread-safe.
 */
public final class PageChecksum {
    private static final int PRIME = 16777619;
    private static final int[] SEEDS = {
        0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
        0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
        0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
        0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756
    };
    private static final int LANES = 32;
    private static final int FIELD = 2; // the word whose low half is the checksum itself

    private final int[] lanes = new int[LANES];
    private final int pageWords;

    /** @param pageSize in bytes, a power of two of at least 1024 */
    public PageChecksum(int pageSize) {
        this.pageWords = pageSize / Integer.BYTES;
    }

    /**
     * Computes what the checksum of a page should be.
     *
     * @param words little-endian words of which the page is a part; written to, and restored, during the call
     * @param from the index of the page's first word
     * @param block the page's number in its relation's fork, unsigned
     * @return 1 to 65535
     */
    public int of(int[] words, int from, int block) {
        int field = words[from + FIELD];
        words[from + FIELD] = field & 0xffff_0000;
        int folded = hash(words, from) ^ block;
        words[from + FIELD] = field;
        return Integer.remainderUnsigned(folded, 65535) + 1;
    }

    private int hash(int[] words, int from) {
        int[] sums = lanes;
        System.arraycopy(SEEDS, 0, sums, 0, LANES);
        for (int row = from; row < from + pageWords; row += LANES) {
            mix(sums, words, row);
        }
        int folded = 0;
        for (int sum : sums) {
            int once = sum * PRIME ^ (sum >>> 17);
            folded ^= once * PRIME ^ (once >>> 17);
        }
        return folded;
    }

    /** A method of its own, so that the compiler makes vector instructions of its loop. */
    private static void mix(int[] sums, int[] words, int row) {
        for (int lane = 0; lane < LANES; lane++) {
            int mixed = sums[lane] ^ words[row + lane];
            sums[lane] = mixed * PRIME ^ (mixed >>> 17);
        }
    }
}
