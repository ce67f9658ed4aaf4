// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.ImageFile.Span;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads parts of a file that lie apart: the system is told of many of them before the first is read, so that a disk has
 * them all to do at once. Any thread.
 */
final class ReadAhead {
    /** How many parts the system is told of ahead, and how many of them are to be read before it is told of more. */
    private static final int AHEAD = 64;

    private static final int AGAIN = 32;

    /** Parts are widened to this, because what stores them cuts no smaller; longer ones are told of in steps. */
    private static final long UNIT = 64 << 10;

    private static final long STEP = 1 << 20;

    private final List<Range> parts;
    private int reached; // the first part that does not lie behind
    private int told; // how many parts the system knows of

    private ReadAhead(List<Range> parts) {
        this.parts = parts;
    }

    /** For a file that is read from front to back: the system sees that by itself. */
    static ReadAhead none() {
        return new ReadAhead(List.of());
    }

    /** For what has to be read of these ranges. */
    static ReadAhead of(List<Range> ranges, long size) {
        return new ReadAhead(parts(ranges, size));
    }

    /** For what lies between spans; none if there are no spans. */
    static ReadAhead around(List<Span> spans, long size) {
        if (spans.isEmpty()) {
            return none();
        }
        List<Range> between = new ArrayList<>();
        long at = 0;
        for (Span span : spans) {
            add(between, at, span.offset());
            at = span.end();
        }
        add(between, at, size);
        return of(between, size);
    }

    private static void add(List<Range> ranges, long begin, long end) {
        if (begin < end) {
            ranges.add(new Range(begin, end - begin, Range.State.DATA));
        }
    }

    static List<Range> parts(List<Range> ranges, long size) {
        List<Range> parts = new ArrayList<>();
        long at = 0;
        for (Range range : ranges) {
            if (range.state() == Range.State.DATA) {
                long begin = Math.max(at, range.offset() / UNIT * UNIT);
                long end = Math.min(size, (range.end() + UNIT - 1) / UNIT * UNIT);
                for (at = Math.max(at, begin); at < end; at = Math.min(end, at + STEP)) {
                    parts.add(new Range(at, Math.min(end, at + STEP) - at, Range.State.DATA));
                }
            }
        }
        return parts;
    }

    /** The file is about to be read here. */
    synchronized void tell(SourceFile file, long at) throws IOException {
        while (reached < parts.size() && parts.get(reached).end() <= at) {
            reached++;
        }
        if (told < parts.size() && told - reached < AGAIN) {
            int from = Math.max(told, reached);
            told = Math.min(parts.size(), reached + AHEAD);
            file.soon(parts.subList(from, told));
        }
    }
}
