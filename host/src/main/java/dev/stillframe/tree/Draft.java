// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.SourcePath;
import dev.stillframe.error.StillframeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A backup in the making. One thread at a time, unless the implementation says more. */
public interface Draft extends TreeSink, AutoCloseable {
    /**
     * The backup that this one builds on: the latest of the same host and job. Empty if there is none, or if the store
     * keeps every backup for itself.
     */
    default Optional<Destination.Published> parent() throws StillframeException {
        return Optional.empty();
    }

    /** Says what is to come. At most once, before the first entry. */
    default void expect(Expected expected) {}

    /**
     * What the entries so far came to; waits until they are stored. Empty if the store keeps every backup for itself.
     */
    default Optional<Sums> sums() throws StillframeException {
        return Optional.empty();
    }

    /** What was stored so far, read back from the store itself: the proof before publication. */
    StoredTree readBack() throws StillframeException;

    /**
     * What the store could not hold in its own format so far, in sentences for the receipt: how many entries, of which
     * kind, and what brings them back. Empty if it holds everything.
     */
    List<String> remarks();

    /**
     * Makes the backup durable, then visible, in one step.
     *
     * @param receipt JSON, kept beside the entries under {@code /.stillframe/}
     * @return what {@link Destination#list} shows from now on
     */
    Destination.Published publish(String receipt) throws StillframeException;

    /**
     * What a backup is going to hold.
     *
     * @param roots the files and folders that it is made of
     * @param mayKeep for which files the parent's bytes are good enough, if their metadata is the same: not for those of a
     *     component that was damaged there. Any thread
     * @param sample which share of what is taken over for unchanged ranges is read nevertheless and compared, from 0 (none)
     *     to 1 (all)
     */
    record Expected(List<SourcePath> roots, Predicate<SourcePath> mayKeep, double sample) {
        /** A hundredth. */
        public static final double USUAL_SAMPLE = 0.01;

        public Expected {
            roots = List.copyOf(roots);
        }

        /** With the usual sample. */
        public Expected(List<SourcePath> roots, Predicate<SourcePath> mayKeep) {
            this(roots, mayKeep, USUAL_SAMPLE);
        }
    }

    /**
     * What entries came to.
     *
     * @param storedBytes what they take in the store beyond what was there
     * @param carriedBytes what was taken over from the parent for unchanged ranges
     * @param sampledBytes what of that was read nevertheless, and was the same
     */
    record Sums(long storedBytes, long carriedBytes, long sampledBytes) {}

    /** Removes a draft that was not published. May be called twice. */
    @Override
    void close() throws StillframeException;
}
