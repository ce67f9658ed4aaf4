// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.error.StillframeException;
import java.util.List;

/** A backup in the making. One thread at a time, unless the implementation says more. */
public interface Draft extends TreeSink, AutoCloseable {
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

    /** Removes a draft that was not published. May be called twice. */
    @Override
    void close() throws StillframeException;
}
