// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.error.StillframeException;
import java.time.Instant;
import java.util.List;

/** A place that keeps backups. Any thread. */
public interface Destination {
    /** Where it is, for messages. */
    String location();

    /** Makes an empty one, or checks that what is there is one of ours. */
    void init() throws StillframeException;

    /** Starts a backup that nobody sees until it is published. */
    Draft begin(Label label) throws StillframeException;

    /** The published backups, oldest first. */
    List<Published> list() throws StillframeException;

    /** Opens a published backup for reading. */
    StoredTree open(Published backup) throws StillframeException;

    /** Removes what drafts of earlier lives of this host left. Returns what it removed, for messages. */
    List<String> sweep(String host) throws StillframeException;

    /**
     * What a backup is called.
     *
     * @param id unique in the destination; names files
     */
    record Label(String id, String host, String job, Instant time) {}

    /**
     * A backup that is complete and durable.
     *
     * @param receipt the JSON that {@link Draft#publish} was given
     */
    record Published(Label label, String receipt, long storedBytes) {}
}
