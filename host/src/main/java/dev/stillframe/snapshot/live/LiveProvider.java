// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.live;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes nothing, of any files, at once; owes nothing. Any thread. */
public final class LiveProvider implements SnapshotProvider {
    public static final String ID = "live";

    private final Clock clock;

    public LiveProvider(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Offers offer(List<Source> sources) {
        List<Offers.Offer> offers = sources.stream()
                .map(source -> new Offers.Offer(
                        List.of(source),
                        Grain.LIVE,
                        Optional.of(Duration.ZERO),
                        List.of("files are read while they change")))
                .toList();
        return new Offers(offers, List.of());
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) {
        return new Live(request.sources());
    }

    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) {
        return List.of();
    }

    @Override
    public void release(OwnedSnapshot snapshot) {
        // there never is one
    }

    private final class Live implements SnapshotSet {
        private final List<View> views;

        Live(List<Source> sources) {
            views = sources.stream()
                    .map(source -> source.files().root())
                    .distinct()
                    .<View>map(root -> new View.Mirror(root, root))
                    .toList();
        }

        @Override
        public void prepare(Deadline deadline) {
            // the files are there already
        }

        @Override
        public Taken take(Deadline deadline) {
            Instant now = clock.instant();
            return new Taken(views, now, now, List.of());
        }

        @Override
        public void abort() {
            // nothing was taken
        }

        @Override
        public void close() {
            // nothing was taken
        }
    }
}
