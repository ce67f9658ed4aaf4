// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.ImageFile.Span;
import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;

/**
 * Which ranges a validation may pass over: those that the copy will take over from the parent backup, of files that were
 * judged sound there. A sample of them is left out, so that it is read and judged again. Any thread.
 */
public final class Carry {
    private final Comparing comparing;
    private final BiPredicate<ComponentKey, SourcePath> judged;
    private final double sample;
    private final long seed;
    private final AtomicBoolean sampled = new AtomicBoolean();
    private final Map<ComponentKey, LongAdder> offered = new ConcurrentHashMap<>();

    /**
     * Offers nothing before it is asked.
     *
     * @param comparing the one that the copy is made with
     * @param judged whether a file of a component was judged in the parent backup, and sound for as long as it stays the
     *     same
     * @param sample the share of what could be passed over that is not, from 0 (none) to 1 (all); with anything above 0 at
     *     least one piece
     * @param seed of the sample's randomness
     */
    public Carry(Comparing comparing, BiPredicate<ComponentKey, SourcePath> judged, double sample, long seed) {
        this.comparing = comparing;
        this.judged = judged;
        this.sample = sample;
        this.seed = seed;
    }

    /** How many bytes of a component's files were said to be unchanged; 0 if all of them had to be judged. */
    public long offered(ComponentKey component) {
        LongAdder bytes = offered.get(component);
        return bytes == null ? 0 : bytes.sum();
    }

    /** @param entry with everybody who takes it */
    List<Span> of(ComponentKey component, Seen.Entry entry, SourceFiles files) throws IOException {
        // of several names the copy stores the first, and the others as links to it
        if (entry.metadata().links() > 1 || !judged.test(component, entry.path())) {
            return List.of();
        }
        try (SourceFile file = files.file(entry.opener().place())) {
            List<Span> spans = new ArrayList<>();
            comparing
                    .forGood(entry, file)
                    .ifPresent(compared ->
                            offer(entry.path(), compared, entry.metadata().size(), spans));
            long bytes = spans.stream().mapToLong(Span::length).sum();
            offered.computeIfAbsent(component, key -> new LongAdder()).add(bytes);
            return List.copyOf(spans);
        }
    }

    private void offer(SourcePath path, Comparing.Compared compared, long size, List<Span> spans) {
        SplittableRandom random = new SplittableRandom(seed ^ path.hashCode());
        for (Range range : compared.taken(size)) {
            long begin = range.offset();
            for (long at = range.offset(); at < range.end(); at += compared.unit()) {
                if (due(random)) {
                    add(spans, begin, at);
                    begin = Math.min(range.end(), at + compared.unit());
                }
            }
            add(spans, begin, range.end());
        }
    }

    private boolean due(SplittableRandom random) {
        return sample > 0 && (sampled.compareAndSet(false, true) || random.nextDouble() < sample);
    }

    private static void add(List<Span> spans, long begin, long end) {
        if (begin < end) {
            spans.add(new Span(begin, end - begin));
        }
    }
}
