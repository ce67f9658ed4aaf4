// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.Guard;
import java.util.List;

/** Makes pictures of files as of an instant, in one way. */
public interface SnapshotProvider {
    /**
     * The code of an exception that says: somebody else's snapshot is in progress, and one at a time is possible. {@link
     * #open} is then tried again for a while.
     */
    String BUSY = "snapshot.busy";

    /** Names the provider: lower-case letters, digits and hyphens; constant. It also names the snapshots' owner. */
    String id();

    /**
     * Says which of these sources it can take, which of them at one instant, and at which grain. Changes nothing.
     *
     * <p>Thread: one at a time. May be repeated.
     */
    Offers offer(List<Source> sources) throws SnapshotException;

    /**
     * Opens a set of snapshots. Takes nothing yet and owes nothing but {@link SnapshotSet#close()}. Never blocks.
     *
     * @throws SnapshotException with the code {@link #BUSY} if it may be tried again soon
     */
    SnapshotSet open(SnapshotRequest request) throws SnapshotException;

    /**
     * The same, for a provider that holds something still itself while it takes: it arms the guard in {@link
     * SnapshotSet#prepare} and acts in {@link SnapshotSet#take}. What is armed is disarmed when everything is thawed.
     *
     * @param guard undoes what the set holds, should nobody else do it in time
     */
    default SnapshotSet open(SnapshotRequest request, Guard guard) throws SnapshotException {
        return open(request);
    }

    /**
     * Finds the snapshots that cycles of this owner left on these volumes, whether or not any journal knows them: by
     * their names, which carry owner, cycle and deadline.
     */
    List<OwnedSnapshot> owned(String owner, List<Volume> volumes) throws SnapshotException;

    /**
     * Removes a snapshot. Removing one that is gone already is a success; one whose name does not carry its owner is
     * refused.
     */
    void release(OwnedSnapshot snapshot) throws SnapshotException;
}
