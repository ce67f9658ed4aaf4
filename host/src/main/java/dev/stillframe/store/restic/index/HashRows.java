// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.index;

import dev.stillframe.store.restic.format.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * Hashes in rows, found again by an open-addressed table of row numbers. One hash may have several rows, which are found
 * in their order. 32 bytes a row and four a slot; segments are small, so that growing copies nothing but slots. Not for
 * several threads.
 */
final class HashRows {
    /** Rows a segment: an array of 256 KiB, which the collector does not take for a humongous one in a small heap. */
    static final int SEGMENT = 1 << 13;

    static final int NONE = -1;

    private static final int SHIFT = 13;
    private static final int WORDS = 4;
    private static final int FIRST_SLOTS = 1 << 10;

    private final List<long[]> segments = new ArrayList<>();
    private int[] slots = new int[FIRST_SLOTS];
    private int count;

    int count() {
        return count;
    }

    /** The first row of a hash, or {@link #NONE}. */
    int first(Hash hash) {
        return probe(hash, start(hash.first(), slots));
    }

    /** The next row of the same hash, or {@link #NONE}. */
    int next(Hash hash, int row) {
        int mask = slots.length - 1;
        int slot = start(hash.first(), slots);
        while (slots[slot] != row + 1) {
            slot = slot + 1 & mask;
        }
        return probe(hash, slot + 1 & mask);
    }

    private int probe(Hash hash, int from) {
        int mask = slots.length - 1;
        for (int slot = from; slots[slot] != 0; slot = slot + 1 & mask) {
            int row = slots[slot] - 1;
            long[] words = segments.get(row >>> SHIFT);
            int at = (row & SEGMENT - 1) * WORDS;
            if (words[at] == hash.first()
                    && words[at + 1] == hash.second()
                    && words[at + 2] == hash.third()
                    && words[at + 3] == hash.fourth()) {
                return row;
            }
        }
        return NONE;
    }

    /** Adds a row, also if the hash has some already. Returns its number. */
    int add(Hash hash) {
        if ((count + 1L) * 10 > slots.length * 7L) {
            grow();
        }
        int row = count++;
        if (row >>> SHIFT == segments.size()) {
            segments.add(new long[SEGMENT * WORDS]);
        }
        long[] words = segments.get(row >>> SHIFT);
        int at = (row & SEGMENT - 1) * WORDS;
        words[at] = hash.first();
        words[at + 1] = hash.second();
        words[at + 2] = hash.third();
        words[at + 3] = hash.fourth();
        enter(slots, hash.first(), row);
        return row;
    }

    /** A word of a row's hash, 0 to 3. */
    long word(int row, int word) {
        return segments.get(row >>> SHIFT)[(row & SEGMENT - 1) * WORDS + word];
    }

    private void grow() {
        if (slots.length == 1 << 30) {
            throw new IllegalStateException("more than 700 million rows");
        }
        int[] larger = new int[slots.length * 2];
        slots = new int[0]; // what is not needed any more may go while the larger one is filled
        for (int row = 0; row < count; row++) {
            enter(larger, word(row, 0), row);
        }
        slots = larger;
    }

    private static void enter(int[] slots, long first, int row) {
        int mask = slots.length - 1;
        int slot = start(first, slots);
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = row + 1;
    }

    /** A cryptographic hash is spread as well as can be: any of its bits will do. */
    private static int start(long first, int[] slots) {
        return (int) (first >>> 16) & slots.length - 1;
    }
}
