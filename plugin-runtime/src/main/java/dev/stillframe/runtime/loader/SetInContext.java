// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls to a set of snapshots. It keeps its plugin loaded until it is closed. */
final class SetInContext implements SnapshotSet {
    private final SnapshotSet set;
    private final ContextLoader context;
    private final Leases.Lease lease;

    SetInContext(SnapshotSet set, ContextLoader context, String what) {
        this.set = set;
        this.context = context;
        this.lease = context.leases().take(what);
    }

    @Override
    public void prepare(Deadline deadline) throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            set.prepare(deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public Taken take(Deadline deadline) throws SnapshotException {
        Taken taken;
        ClassLoader before = context.enter();
        try {
            taken = set.take(deadline);
        } finally {
            context.leave(before);
        }
        List<View> views = new ArrayList<>(taken.views().size());
        for (View view : taken.views()) {
            views.add(view instanceof View.Listing listing ? new ListingInContext(listing, context) : view);
        }
        return new Taken(views, taken.begun(), taken.ended(), taken.snapshots(), taken.natives());
    }

    @Override
    public void show(Deadline deadline) throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            set.show(deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void confirm(Deadline deadline) throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            set.confirm(deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public Map<Quiesce.Native, Map<String, String>> documents(Set<Quiesce.Native> sound, Deadline deadline)
            throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            return set.documents(sound, deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void complete(Set<Quiesce.Native> stored, Deadline deadline) throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            set.complete(stored, deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void abort() {
        ClassLoader before = context.enter();
        try {
            set.abort();
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void close() throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            set.close();
        } finally {
            context.leave(before);
        }
        lease.release(); // a set that could not be closed keeps its plugin: closing may be tried again
    }
}
