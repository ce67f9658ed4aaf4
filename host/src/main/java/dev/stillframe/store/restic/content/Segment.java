// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.tree.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file that is cut by itself: bytes, or nothing but zeros that nobody has to read.
 *
 * @param zeros whether it is a hole; then its length is a multiple of the longest chunk
 */
record Segment(long offset, long length, boolean zeros) {
    /**
     * Divides a file. Holes are cut out at multiples of a unit, counted from the file's beginning; what is left of them
     * belongs to the bytes around them.
     *
     * @param ranges of the file, in order
     */
    static List<Segment> of(List<Range> ranges, long size, int unit) {
        List<Segment> segments = new ArrayList<>();
        long at = 0;
        for (Range range : ranges) {
            long begin = (Math.max(at, range.offset()) + unit - 1) / unit * unit;
            long end = Math.min(size, range.end()) / unit * unit;
            if (range.state() == Range.State.HOLE && begin < end) {
                if (at < begin) {
                    segments.add(new Segment(at, begin - at, false));
                }
                segments.add(new Segment(begin, end - begin, true));
                at = end;
            }
        }
        if (at < size) {
            segments.add(new Segment(at, size - at, false));
        }
        return segments;
    }
}
