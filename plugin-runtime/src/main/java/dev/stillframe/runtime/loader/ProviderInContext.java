// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.Guard;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import java.util.List;

/** Calls to a snapshot provider. */
final class ProviderInContext implements SnapshotProvider {
    private final SnapshotProvider provider;
    private final ContextLoader context;

    ProviderInContext(SnapshotProvider provider, ContextLoader context) {
        this.provider = provider;
        this.context = context;
    }

    @Override
    public String id() {
        ClassLoader before = context.enter();
        try {
            return provider.id();
        } finally {
            context.leave(before);
        }
    }

    @Override
    public Offers offer(List<Source> sources) throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            return provider.offer(sources);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) throws SnapshotException {
        SnapshotSet set;
        ClassLoader before = context.enter();
        try {
            set = provider.open(request);
        } finally {
            context.leave(before);
        }
        return new SetInContext(set, context, "snapshot set of cycle " + request.cycle());
    }

    @Override
    public SnapshotSet open(SnapshotRequest request, Guard guard) throws SnapshotException {
        SnapshotSet set;
        ClassLoader before = context.enter();
        try {
            set = provider.open(request, guard);
        } finally {
            context.leave(before);
        }
        return new SetInContext(set, context, "snapshot set of cycle " + request.cycle());
    }

    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            return provider.owned(owner, volumes);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void release(OwnedSnapshot snapshot) throws SnapshotException {
        ClassLoader before = context.enter();
        try {
            provider.release(snapshot);
        } finally {
            context.leave(before);
        }
    }
}
