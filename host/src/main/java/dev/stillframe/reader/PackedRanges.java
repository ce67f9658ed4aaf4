// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Range;
import java.util.ArrayList;
import java.util.List;

/** The ranges of one file in a quarter of the memory: a large database has millions of them. Constant; any thread. */
final class PackedRanges {
    private static final int BITS = 2;

    private final long[] begins; // where each begins, and its state in the lowest bits
    private final long size;

    private PackedRanges(long[] begins, long size) {
        this.begins = begins;
        this.size = size;
    }

    /** @param ranges in order, without gaps, from 0 */
    static PackedRanges of(List<Range> ranges) {
        long[] begins = new long[ranges.size()];
        long at = 0;
        for (int i = 0; i < begins.length; i++) {
            Range range = ranges.get(i);
            if (range.offset() != at) {
                throw new IllegalArgumentException("a gap at byte " + at);
            }
            begins[i] = at << BITS | code(range.state());
            at = range.end();
        }
        return new PackedRanges(begins, at);
    }

    List<Range> unpacked() {
        List<Range> ranges = new ArrayList<>(begins.length);
        for (int i = 0; i < begins.length; i++) {
            long begin = begins[i] >> BITS;
            long end = i + 1 < begins.length ? begins[i + 1] >> BITS : size;
            ranges.add(new Range(begin, end - begin, state(begins[i] & ((1 << BITS) - 1))));
        }
        return ranges;
    }

    private static long code(Range.State state) {
        return switch (state) {
            case DATA -> 0;
            case HOLE -> 1;
            case UNCHANGED -> 2;
        };
    }

    private static Range.State state(long code) {
        return code == 0 ? Range.State.DATA : code == 1 ? Range.State.HOLE : Range.State.UNCHANGED;
    }
}
