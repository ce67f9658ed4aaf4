// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.change.Base;
import dev.stillframe.change.ExtentMap;
import dev.stillframe.change.Unchanged;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.FileVersion;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Finds out which ranges of a page-structured file need not be read, because the parent's image is still there and has
 * them too. Whatever is in doubt is read: a range that is wrongly taken as unchanged is wrong in every later backup. Any
 * thread.
 */
public final class Comparing {
    /**
     * A file that has unchanged ranges.
     *
     * @param unit the length of the pieces that are taken over of them
     */
    record Compared(FileVersion then, int unit, List<Range> ranges) {
        /** What is taken over: whole pieces, and the file's last one as it is. */
        List<Range> taken(long size) {
            List<Range> taken = new ArrayList<>();
            for (Range range : ranges) {
                if (range.state() == Range.State.UNCHANGED) {
                    long begin = (range.offset() + unit - 1) / unit * unit;
                    boolean last = range.end() == size && then.size() == size;
                    long end = last ? size : range.end() / unit * unit;
                    if (begin < end) {
                        taken.add(new Range(begin, end - begin, Range.State.UNCHANGED));
                    }
                }
            }
            return taken;
        }
    }

    private record Noted(FileVersion then, int unit, PackedRanges ranges) {}

    private final SourceFiles files;
    private final PageStructure pages;
    private final TreeSink sink;
    private final Optional<Base> base;
    private final Map<SourcePath, Noted> noted = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> doubts = new ConcurrentLinkedQueue<>();

    Comparing(SourceFiles files, PageStructure pages, TreeSink sink, Optional<Base> base) {
        this.files = files;
        this.pages = pages;
        this.sink = sink;
        this.base = base;
    }

    /** Empty if all of the file has to be read. */
    Optional<Compared> of(Seen.Entry entry, SourceFile now) throws IOException {
        Noted before = noted.get(entry.path());
        return before == null
                ? compared(entry, now)
                : Optional.of(new Compared(
                        before.then(), before.unit(), before.ranges().unpacked()));
    }

    /**
     * The same, for who judges a file by it before it is stored: {@link #of} will give the same answer, so that what was
     * passed over is what is taken over.
     */
    Optional<Compared> forGood(Seen.Entry entry, SourceFile now) throws IOException {
        Optional<Compared> compared = of(entry, now);
        compared.ifPresent(c -> noted.put(entry.path(), new Noted(c.then(), c.unit(), PackedRanges.of(c.ranges()))));
        return compared;
    }

    private Optional<Compared> compared(Seen.Entry entry, SourceFile now) throws IOException {
        long size = entry.metadata().size();
        Optional<Content.Pages> structure = pages.of(entry.takers());
        if (base.isEmpty() || size == 0 || entry.motion() != ImageComponent.Motion.STILL || structure.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Base.File> then = base.get().file(entry.path());
            OptionalInt unit = then.isEmpty()
                    ? OptionalInt.empty()
                    : sink.carries(entry.path(), then.get().source(), structure.get());
            if (unit.isEmpty()) {
                return Optional.empty();
            }
            List<Range> unchanged = unchanged(base.get(), then.get(), now, size);
            return unchanged.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Compared(then.get().source(), unit.getAsInt(), over(now.ranges(size), unchanged)));
        } catch (IOException e) {
            doubts.add(entry.path() + " was read whole: " + Failure.reason(entry.path(), e));
            return Optional.empty();
        }
    }

    /** Why files were read whole that should have been compared. */
    List<String> doubts() {
        return List.copyOf(doubts);
    }

    /**
     * The base's map is read once more after the other one: what is moved on the disk meanwhile, as by a balance, could
     * otherwise come to lie where the base was.
     */
    private List<Range> unchanged(Base base, Base.File file, SourceFile now, long size) throws IOException {
        try (SourceFile then = files.file(file.place())) {
            ExtentMap first = kept(base, file, then);
            ExtentMap later = now.extents().orElseThrow(() -> new IOException("this system tells no extents"));
            ExtentMap again = kept(base, file, then);
            if (!first.equals(again)) {
                throw new IOException("the base was moved on its disk while it was compared");
            }
            if (later.size() != size || first.size() != file.kept().size()) {
                throw new IOException("its size is not that of its map");
            }
            return Unchanged.between(first, later);
        }
    }

    private static ExtentMap kept(Base base, Base.File file, SourceFile then) throws IOException {
        check(base, file, then);
        ExtentMap map = then.extents().orElseThrow(() -> new IOException("this system tells no extents"));
        check(base, file, then);
        return map;
    }

    private static void check(Base base, Base.File file, SourceFile then) throws IOException {
        if (!FileVersion.of(then.metadata()).equals(file.kept()) || !base.holds()) {
            throw new IOException("the base at " + file.place() + " is not what was kept");
        }
    }

    /** Ranges without gaps, and over them what is unchanged, which may be a hole. */
    static List<Range> over(List<Range> ranges, List<Range> unchanged) {
        List<Range> all = new ArrayList<>();
        int next = 0;
        for (Range range : ranges) {
            long at = range.offset();
            while (at < range.end()) {
                while (next < unchanged.size() && unchanged.get(next).end() <= at) {
                    next++;
                }
                boolean same = next < unchanged.size() && unchanged.get(next).offset() <= at;
                long end = next == unchanged.size()
                        ? range.end()
                        : Math.min(
                                range.end(),
                                same
                                        ? unchanged.get(next).end()
                                        : unchanged.get(next).offset());
                append(all, at, end, same ? Range.State.UNCHANGED : range.state());
                at = end;
            }
        }
        return List.copyOf(all);
    }

    private static void append(List<Range> all, long begin, long end, Range.State state) {
        int last = all.size() - 1;
        if (last >= 0 && all.get(last).state() == state && all.get(last).end() == begin) {
            long offset = all.get(last).offset();
            all.set(last, new Range(offset, end - offset, state));
        } else {
            all.add(new Range(begin, end - begin, state));
        }
    }
}
