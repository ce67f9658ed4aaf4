// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;

/** A place that keeps backups. Any thread. */
public interface Destination {
    /** Where it is, for messages. */
    String location();

    /** Makes an empty one, or checks that what is there is one of ours. */
    void init() throws StillframeException;

    /** Starts a backup that nobody sees until it is published. */
    Draft begin(Label label) throws StillframeException;

    /** The published backups, and what looks like one but cannot be read. */
    Listing list() throws StillframeException;

    /** Opens a published backup for reading. */
    StoredTree open(Published backup) throws StillframeException;

    /**
     * Reads everything of a published backup again and compares it with what was stored.
     *
     * @param progress called now and then, on any thread, with how many bytes were read since it was last called
     */
    Verified verify(Published backup, LongConsumer progress) throws StillframeException;

    /** Removes backups from what {@link #list} shows; each of them is gone in one step, or is still there. */
    void forget(List<Published> backups) throws StillframeException;

    /** Removes what drafts of earlier lives of this host left. Returns what it removed, for messages. */
    List<String> sweep(String host) throws StillframeException;

    /**
     * What a backup is called.
     *
     * @param id unique in the destination; names files
     */
    record Label(String id, String host, String job, Instant time) {}

    /**
     * What a destination has.
     *
     * @param backups oldest first
     * @param problems each names a file that should be a backup, and what is wrong with it
     */
    record Listing(List<Published> backups, List<Problem> problems) {
        public Listing {
            backups = List.copyOf(backups);
            problems = List.copyOf(problems);
        }
    }

    /**
     * What reading a backup again came to.
     *
     * @param files regular files, hard links not counted
     * @param bytes of their contents
     * @param mismatches each names a file and what is wrong; empty means that every byte is what was stored
     */
    record Verified(long files, long bytes, List<String> mismatches) {
        public Verified {
            mismatches = List.copyOf(mismatches);
        }
    }

    /**
     * A backup that is complete and durable.
     *
     * @param receipt the JSON that {@link Draft#publish} was given
     */
    record Published(Label label, String receipt, long storedBytes) {}
}
