// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import java.time.Duration;
import java.util.List;

/** A snapshot provider whose every call is bounded in time. Calls never overlap. Any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class BoundedProvider implements AutoCloseable {
    public BoundedProvider(SnapshotProvider provider, NanoClock clock) {
        throw new UnsupportedOperationException("not built yet");
    }

    public String id() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Outcome<Offers> offer(List<Source> sources, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Outcome<BoundedSnapshots> open(SnapshotRequest request, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Outcome<List<OwnedSnapshot>> owned(String owner, List<Volume> volumes, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Outcome<Done> release(OwnedSnapshot snapshot, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Ends the thread that makes the calls. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
