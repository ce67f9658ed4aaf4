// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import java.util.List;

/** A snapshot provider that only rehearses: its views are the live files. */
record ExtraProvider(Clock clock) implements SnapshotProvider {
    @Override
    public String id() {
        return "rehearsal";
    }

    @Override
    public Offers offer(List<Source> sources) {
        return Offers.none();
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) {
        return new Picture(clock, request);
    }

    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) {
        return List.of();
    }

    @Override
    public void release(OwnedSnapshot snapshot) {}

    private record Picture(Clock clock, SnapshotRequest request) implements SnapshotSet {
        @Override
        public void prepare(Deadline deadline) {}

        @Override
        public Taken take(Deadline deadline) {
            List<View> views = request.sources().stream()
                    .<View>map(source -> new View.Mirror(
                            source.files().root(), source.files().root()))
                    .toList();
            OwnedSnapshot picture = new OwnedSnapshot(
                    "rehearsal",
                    request.sources().get(0).volume().mountPoint(),
                    request.owner(),
                    request.cycle(),
                    request.deadline());
            return new Taken(views, clock.instant(), clock.instant(), List.of(picture));
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }
}
