// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.Guard;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import java.time.Duration;
import java.util.List;

/**
 * A snapshot provider whose every call is bounded in time. As long as one hangs, every further call fails with {@code
 * call.unusable}. Calls never overlap. Any thread.
 */
public final class BoundedProvider {
    private final SnapshotProvider provider;
    private final String id;
    private final NanoClock clock;
    private final Callee callee;

    /** @param provider wrapped already so that its class loader is set around every call */
    public BoundedProvider(SnapshotProvider provider, NanoClock clock) {
        this.provider = provider;
        this.clock = clock;
        id = provider.id();
        callee = new Callee("snapshot provider " + id, false, () -> {}, () -> Done.DONE);
    }

    public String id() {
        return id;
    }

    public synchronized Outcome<Offers> offer(List<Source> sources, Duration limit) {
        return callee.call("offer", NanoDeadline.in(limit, clock), () -> provider.offer(sources));
    }

    /** @param guard for what the set holds still itself while it takes */
    public synchronized Outcome<BoundedSnapshots> open(SnapshotRequest request, Guard guard, Duration limit) {
        return callee.start(
                        "open",
                        NanoDeadline.in(limit, clock),
                        () -> provider.open(request, guard),
                        BoundedProvider::drop)
                .await()
                .map(set -> new BoundedSnapshots(id, set));
    }

    public synchronized Outcome<List<OwnedSnapshot>> owned(String owner, List<Volume> volumes, Duration limit) {
        return callee.call("owned", NanoDeadline.in(limit, clock), () -> provider.owned(owner, volumes));
    }

    public synchronized Outcome<Done> release(OwnedSnapshot snapshot, Duration limit) {
        return callee.call("release", NanoDeadline.in(limit, clock), () -> {
            provider.release(snapshot);
            return Done.DONE;
        });
    }

    private static void drop(SnapshotSet late) {
        late.abort();
        try {
            late.close();
        } catch (SnapshotException e) {
            // nothing was taken; what its provider left is found by its name in the next recovery
        }
    }
}
