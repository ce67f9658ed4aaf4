// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.tree.Range;
import java.util.ArrayList;
import java.util.List;

/** A part of a file that is cut by itself. */
record Segment(long offset, long length, Kind kind) {
    /** Where its bytes come from. */
    enum Kind {
        /** They are read. */
        BYTES,
        /** A hole: zeros, a multiple of the longest chunk of them. */
        ZEROS,
        /** The parent has them: chunks as long as the longest, but for the file's last. */
        CARRIED
    }

    /**
     * Divides a file. Holes are cut out at multiples of a unit, counted from the file's beginning; what is left of them
     * belongs to the bytes around them. So are unchanged ranges, if they can be carried, but that they may reach to the
     * file's end.
     *
     * @param ranges of the file, in order
     */
    static List<Segment> of(List<Range> ranges, long size, int unit, boolean carries) {
        List<Segment> segments = new ArrayList<>();
        long at = 0;
        for (Range range : ranges) {
            boolean hole = range.state() == Range.State.HOLE;
            boolean carried = carries && range.state() == Range.State.UNCHANGED;
            long begin = (Math.max(at, range.offset()) + unit - 1) / unit * unit;
            long end = carried && range.end() >= size ? size : Math.min(size, range.end()) / unit * unit;
            if ((hole || carried) && begin < end) {
                if (at < begin) {
                    segments.add(new Segment(at, begin - at, Kind.BYTES));
                }
                segments.add(new Segment(begin, end - begin, hole ? Kind.ZEROS : Kind.CARRIED));
                at = end;
            }
        }
        if (at < size) {
            segments.add(new Segment(at, size - at, Kind.BYTES));
        }
        return segments;
    }
}
