// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

/**
 * Cuts where a gear hash of the last bytes has zeros under a mask: harder to meet before the wanted length and easier
 * behind it, so that most chunks come out near it. This is FastCDC, normalised by one level: W. Xia et al., "The Design of
 * Fast Content-Defined Chunking for Data Deduplication Based Storage Systems", IEEE TPDS 2020; the masks are those of its
 * published implementations.
 */
public final class GearChunker implements Chunker {
    /** For 2^5 to 2^25 bytes, by that exponent: one bits spread over the upper part of the hash. */
    private static final long[] MASKS = {
        0x0000000001804110L, 0x0000000001803110L, 0x0000000018035100L, 0x0000001800035300L, 0x0000019000353000L,
        0x0000590003530000L, 0x0000d90003530000L, 0x0000d90103530000L, 0x0000d90303530000L, 0x0000d90313530000L,
        0x0000d90f03530000L, 0x0000d90303537000L, 0x0000d90703537000L, 0x0000d90707537000L, 0x0000d91707537000L,
        0x0000d91747537000L, 0x0000d91767537000L, 0x0000d93767537000L, 0x0000d93777537000L, 0x0000d93777577000L,
        0x0000db3777577000L
    };

    private static final int FIRST_MASK = 5;
    private static final int LEVEL = 1;

    private final long[] gear;
    private final int shortest;
    private final int wanted;
    private final int longest;
    private final long before;
    private final long behind;

    /**
     * Lengths in bytes.
     *
     * @param wanted a power of two from 64 bytes to 16 MiB
     */
    public GearChunker(GearTable table, int shortest, int wanted, int longest) {
        int exponent = Integer.numberOfTrailingZeros(wanted);
        boolean power =
                Integer.bitCount(wanted) == 1 && exponent > FIRST_MASK && exponent < FIRST_MASK + MASKS.length - 1;
        if (!power || shortest < 1 || shortest > wanted || wanted > longest) {
            throw new IllegalArgumentException("not lengths of chunks: " + shortest + ", " + wanted + ", " + longest);
        }
        this.gear = table.values();
        this.shortest = shortest;
        this.wanted = wanted;
        this.longest = longest;
        this.before = MASKS[exponent + LEVEL - FIRST_MASK];
        this.behind = MASKS[exponent - LEVEL - FIRST_MASK];
    }

    /** As Stillframe cuts ordinary files: from 512 KiB to 4 MiB, most near 1 MiB. */
    public static GearChunker standard(GearTable table) {
        return new GearChunker(table, 512 << 10, 1 << 20, 4 << 20);
    }

    @Override
    public int longest() {
        return longest;
    }

    @Override
    public boolean leavesHolesOut() {
        return true;
    }

    @Override
    public int cut(byte[] data, int offset, int length) {
        if (length <= shortest) {
            return length;
        }
        int end = Math.min(length, longest);
        int centre = Math.min(wanted, end);
        long[] table = gear; // a local name lets the compiler keep it in a register
        long hash = 0;
        int i = even(shortest);
        for (int limit = even(centre); i < limit; i++) {
            hash = (hash << 1) + table[data[offset + i] & 0xff];
            if ((hash & before) == 0) {
                return i;
            }
        }
        for (int limit = even(end); i < limit; i++) {
            hash = (hash << 1) + table[data[offset + i] & 0xff];
            if ((hash & behind) == 0) {
                return i;
            }
        }
        return end;
    }

    /** The published implementations look at two bytes at a time, so that an odd one at the end is not looked at. */
    private static int even(int count) {
        return count & ~1;
    }
}
