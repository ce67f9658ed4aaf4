// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

/**
 * How large the chunks of a page-structured component are: 64 KiB up to 64 GiB, then doubling with its size to 1 MiB at 1
 * TiB. Small chunks store less of what changed; every chunk costs 67 bytes in the tree of its folder, which is read whole:
 * with this rule at most 70 MB. See decision 9.
 */
public final class PageChunkSize {
    static final int SMALLEST = 64 << 10;
    static final int LARGEST = 1 << 20;
    private static final long UP_TO = 64L << 30;

    private PageChunkSize() {}

    /**
     * The size of its chunks.
     *
     * @param componentBytes how large all its files are together
     * @param page in bytes, a power of two: a chunk is never shorter
     */
    public static int of(long componentBytes, int page) {
        int size = SMALLEST;
        for (long limit = UP_TO; componentBytes > limit && size < LARGEST; limit *= 2) {
            size *= 2;
        }
        return Math.max(size, page);
    }
}
