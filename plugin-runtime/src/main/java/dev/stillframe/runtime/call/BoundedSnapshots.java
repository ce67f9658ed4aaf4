// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Taken;
import java.util.Map;
import java.util.Set;

/**
 * A set of snapshots whose every call is bounded in time. Threads for its calls and for one abort are ready from the
 * beginning. Any thread.
 */
public final class BoundedSnapshots {
    private final String provider;
    private final SnapshotSet set;
    private final Callee callee;

    BoundedSnapshots(String provider, SnapshotSet set) {
        this.provider = provider;
        this.set = set;
        callee = new Callee("snapshot provider " + provider, true, set::abort, this::release);
    }

    public String provider() {
        return provider;
    }

    public PendingCall<Done> prepare(NanoDeadline deadline) {
        return callee.start(
                "prepare",
                deadline,
                () -> {
                    set.prepare(deadline);
                    return Done.DONE;
                },
                late -> {});
    }

    /** Takes the snapshots. Should a take that was abandoned return after all, abort removes what it took. */
    public PendingCall<Taken> take(NanoDeadline deadline) {
        return callee.start("take", deadline, () -> set.take(deadline), late -> {});
    }

    /** Makes what was taken readable. */
    public PendingCall<Done> show(NanoDeadline deadline) {
        return callee.start(
                "show",
                deadline,
                () -> {
                    set.show(deadline);
                    return Done.DONE;
                },
                late -> {});
    }

    /** Looks whether what was taken can still be believed. */
    public PendingCall<Done> confirm(NanoDeadline deadline) {
        return callee.start(
                "confirm",
                deadline,
                () -> {
                    set.confirm(deadline);
                    return Done.DONE;
                },
                late -> {});
    }

    /** Asks for what a restore through the native writers will want. */
    public PendingCall<Map<Quiesce.Native, Map<String, String>>> documents(
            Set<Quiesce.Native> sound, NanoDeadline deadline) {
        return callee.start("documents", deadline, () -> set.documents(sound, deadline), late -> {});
    }

    /** Tells the native writers what of theirs is stored durably. */
    public PendingCall<Done> complete(Set<Quiesce.Native> stored, NanoDeadline deadline) {
        return callee.start(
                "complete",
                deadline,
                () -> {
                    set.complete(stored, deadline);
                    return Done.DONE;
                },
                late -> {});
    }

    /** Gives up and removes what was taken, on a thread of its own; a call that runs is abandoned. Repeatedly. */
    public PendingCall<Done> abort(NanoDeadline deadline) {
        return callee.abort(deadline);
    }

    /** Removes the snapshots. While a call hangs, close is left to its return, also beyond the deadline. */
    public PendingCall<Done> close(NanoDeadline deadline) {
        return callee.close(deadline);
    }

    private Done release() throws SnapshotException {
        set.close();
        return Done.DONE;
    }
}
