// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.tree.Range;
import java.util.ArrayList;
import java.util.List;

/** Which parts of a file go into an archive. */
final class Extents {
    /**
     * Holes are cut to multiples of this: the tar format wants 512 (tar(1), "Storing Sparse Files"), filesystems have
     * 4096 and more.
     */
    private static final long GRAIN = 4096;

    private Extents() {}

    /** The whole file. */
    static List<Extent> whole(long size) {
        return size == 0 ? List.of() : List.of(new Extent(0, size));
    }

    /**
     * The parts outside of the holes, in order, each beginning at a multiple of 512 and as long as one unless it ends
     * the file.
     *
     * @param ranges as {@link dev.stillframe.tree.Content#ranges()} gives them; what they leave out counts as data
     */
    static List<Extent> ofRanges(List<Range> ranges, long size) {
        List<Extent> extents = new ArrayList<>();
        long dataBegins = 0;
        for (Range range : ranges) {
            long holeBegins = (range.offset() + GRAIN - 1) / GRAIN * GRAIN;
            long holeEnds = range.end() >= size ? size : range.end() / GRAIN * GRAIN;
            if (range.state() == Range.State.HOLE && holeEnds > holeBegins && holeBegins >= dataBegins) {
                if (holeBegins > dataBegins) {
                    extents.add(new Extent(dataBegins, holeBegins - dataBegins));
                }
                dataBegins = holeEnds;
            }
        }
        if (size > dataBegins) {
            extents.add(new Extent(dataBegins, size - dataBegins));
        }
        return List.copyOf(extents);
    }

    static long stored(List<Extent> extents) {
        return extents.stream().mapToLong(Extent::length).sum();
    }
}
