// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination.Verified;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;

/** A place in which other programs store states of files beside our backups. Any thread. */
public interface SharedPlace {
    /** What others have stored, oldest first. */
    List<Foreign> foreign() throws StillframeException;

    /** Opens what another program stored, for reading. */
    StoredTree open(Foreign stored) throws StillframeException;

    /**
     * Reads all of it and compares it with what was stored.
     *
     * @param progress as {@link Destination#verify}'s
     */
    Verified verify(Foreign stored, LongConsumer progress) throws StillframeException;

    /**
     * A state of files that another program stored. No receipt says what it is worth, and no writer knows it.
     *
     * @param id by which the other program calls it
     * @param paths what was asked for, as that program writes them
     * @param tags that it was given
     */
    record Foreign(String id, Instant time, String host, List<String> paths, List<String> tags) {
        public Foreign {
            paths = List.copyOf(paths);
            tags = List.copyOf(tags);
        }
    }
}
