// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import java.util.List;

/** Makes pictures of files as of an instant, in one way. */
public interface SnapshotProvider {
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
     */
    SnapshotSet open(SnapshotRequest request) throws SnapshotException;

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
