// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.postgres.format.Fork;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.RelFileLocator;
import dev.stillframe.postgres.format.RelationFork;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The pages that cannot be accepted as they are, until recovery is seen to restore or remove them. A bit for each page
 * of a file that has one. Not thread-safe.
 *
 * <p>A recovery that reads a damaged page stops there and then; one that needs an absent page goes on, and stops at its
 * end unless the page was removed meanwhile (access/transam/xlogutils.c).
 */
final class Suspects {
    private static final int MOST_NEEDS = 1000;

    private final Map<RelationFork, NavigableMap<Integer, BitSet>> pages = new HashMap<>();
    private final Map<Place, Lsn> needs = new HashMap<>();
    private final Map<RelationFork, NavigableMap<Integer, BitSet>> lost = new HashMap<>();
    private final int segmentPages;
    private final boolean absent;

    /** @param absent whether these pages are not there at all */
    Suspects(int segmentPages, boolean absent) {
        this.segmentPages = segmentPages;
        this.absent = absent;
    }

    private record Place(RelationFork fork, long block) {}

    /** What is done with each suspect that is left. */
    @FunctionalInterface
    interface Visitor<E extends Exception, F extends Exception> {
        /** @param need the WAL record that reads the page before it is restored, if one was seen */
        void visit(RelationFork fork, int segment, int page, @Nullable Lsn need) throws E, F;
    }

    void add(RelationFork fork, int segment, BitSet bad) {
        if (!bad.isEmpty()) {
            pages.computeIfAbsent(fork, f -> new TreeMap<>())
                    .computeIfAbsent(segment, s -> new BitSet())
                    .or(bad);
        }
    }

    boolean none() {
        return pages.isEmpty() && lost.isEmpty();
    }

    long count() {
        return count(pages) + count(lost);
    }

    /** Recovery restores a page without reading it. @return whether it was a suspect */
    boolean heal(RelationFork fork, long block) {
        return take(fork, block);
    }

    /** Recovery reads a page as it is. */
    void need(RelationFork fork, long block, Lsn record) {
        if (take(fork, block)) {
            lose(fork, block, record);
        }
    }

    /** Recovery reads a page, suspect by that alone. */
    void lose(RelationFork fork, long block, Lsn record) {
        lost.computeIfAbsent(fork, f -> new TreeMap<>())
                .computeIfAbsent((int) (block / segmentPages), s -> new BitSet())
                .set((int) (block % segmentPages));
        if (needs.size() < MOST_NEEDS) {
            needs.putIfAbsent(new Place(fork, block), record);
        }
    }

    /** Recovery removes the files of these relations. @return how many suspects were in them */
    long remove(BiPredicate<RelFileLocator, Fork> which) {
        long before = count();
        pages.keySet().removeIf(fork -> which.test(fork.relation(), fork.fork()));
        if (absent) {
            lost.keySet().removeIf(fork -> which.test(fork.relation(), fork.fork()));
        }
        return before - count();
    }

    /** Recovery cuts a relation's main fork. @return how many suspects were behind the cut */
    long truncate(RelFileLocator relation, long blocks) {
        RelationFork fork = new RelationFork(relation, Fork.MAIN);
        long before = count();
        truncate(pages, fork, blocks);
        if (absent) {
            truncate(lost, fork, blocks);
        }
        return before - count();
    }

    private void truncate(Map<RelationFork, NavigableMap<Integer, BitSet>> all, RelationFork fork, long blocks) {
        NavigableMap<Integer, BitSet> segments = all.get(fork);
        if (segments == null) {
            return;
        }
        segments.forEach((segment, bits) -> {
            long from = Math.max(0, blocks - (long) segment * segmentPages);
            bits.clear((int) Math.min(from, bits.length()), bits.length());
        });
        dropEmpty(all, fork);
    }

    <E extends Exception, F extends Exception> void forEach(Visitor<E, F> visitor) throws E, F {
        visit(lost, visitor);
        visit(pages, visitor);
    }

    private <E extends Exception, F extends Exception> void visit(
            Map<RelationFork, NavigableMap<Integer, BitSet>> all, Visitor<E, F> visitor) throws E, F {
        for (Map.Entry<RelationFork, NavigableMap<Integer, BitSet>> fork : all.entrySet()) {
            for (Map.Entry<Integer, BitSet> segment : fork.getValue().entrySet()) {
                BitSet bits = segment.getValue();
                for (int page = bits.nextSetBit(0); page >= 0; page = bits.nextSetBit(page + 1)) {
                    long block = (long) segment.getKey() * segmentPages + page;
                    visitor.visit(fork.getKey(), segment.getKey(), page, needs.get(new Place(fork.getKey(), block)));
                }
            }
        }
    }

    private boolean take(RelationFork fork, long block) {
        NavigableMap<Integer, BitSet> segments = pages.get(fork);
        if (segments == null) {
            return false;
        }
        BitSet bits = segments.get((int) (block / segmentPages));
        int page = (int) (block % segmentPages);
        if (bits == null || !bits.get(page)) {
            return false;
        }
        bits.clear(page);
        if (bits.isEmpty()) {
            dropEmpty(pages, fork);
        }
        return true;
    }

    private static void dropEmpty(Map<RelationFork, NavigableMap<Integer, BitSet>> all, RelationFork fork) {
        NavigableMap<Integer, BitSet> segments = all.get(fork);
        if (segments != null) {
            segments.values().removeIf(BitSet::isEmpty);
            if (segments.isEmpty()) {
                all.remove(fork);
            }
        }
    }

    private static long count(Map<RelationFork, NavigableMap<Integer, BitSet>> all) {
        return all.values().stream()
                .flatMap(segments -> segments.values().stream())
                .mapToLong(BitSet::cardinality)
                .sum();
    }
}
