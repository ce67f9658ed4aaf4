// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.change;

import dev.stillframe.tree.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule that tells what did not change between two images of a file. It holds only if both exist while they are
 * compared, and neither is written: then an address that both name has the same bytes in both, because it was given away
 * once.
 *
 * <p>Zeros in both are the same. The same place in the same extent is the same. Everything else is not known to be the
 * same, nor anything from the last block on that only the shorter one ends in.
 */
public final class Unchanged {
    /** The largest block of any filesystem that has these maps. */
    private static final long BLOCK = 64 << 10;

    private Unchanged() {}

    /** The ranges of the later image that the base has too, at the same place; in order, as long as they can be. */
    public static List<Range> between(ExtentMap base, ExtentMap now) {
        List<Range> unchanged = new ArrayList<>();
        if (!base.addresses().equals(now.addresses())) {
            return unchanged;
        }
        long limit = base.size() == now.size() ? now.size() : Math.min(base.size(), now.size()) / BLOCK * BLOCK;
        Walk then = new Walk(base.parts());
        Walk later = new Walk(now.parts());
        long begin = 0; // of what is unchanged up to where the walk is
        long at = 0;
        while (at < limit) {
            then.to(at);
            later.to(at);
            long next = Math.min(limit, Math.min(then.next(at), later.next(at)));
            if (!same(then.at(at), later.at(at))) {
                add(unchanged, begin, at);
                begin = next;
            }
            at = next;
        }
        add(unchanged, begin, at);
        return unchanged;
    }

    private static void add(List<Range> unchanged, long begin, long end) {
        if (begin < end) {
            unchanged.add(new Range(begin, end - begin, Range.State.UNCHANGED));
        }
    }

    private static boolean same(Part.Kept then, Part.Kept later) {
        if (then instanceof Part.Zeros) {
            return later instanceof Part.Zeros;
        }
        return then instanceof Part.Stored && then.equals(later);
    }

    /** Goes through a map from front to back. */
    private static final class Walk {
        private static final Part.Zeros HOLE = new Part.Zeros();

        private final List<Part> parts;
        private int index;

        Walk(List<Part> parts) {
            this.parts = parts;
        }

        void to(long at) {
            while (index < parts.size() && parts.get(index).end() <= at) {
                index++;
            }
        }

        /** Where the part, or the hole, that lies here ends. */
        long next(long at) {
            if (index == parts.size()) {
                return Long.MAX_VALUE;
            }
            Part part = parts.get(index);
            return part.offset() > at ? part.offset() : part.end();
        }

        Part.Kept at(long at) {
            if (index == parts.size() || parts.get(index).offset() > at) {
                return HOLE;
            }
            Part part = parts.get(index);
            return part.kept() instanceof Part.Stored stored ? stored.after(at - part.offset()) : part.kept();
        }
    }
}
