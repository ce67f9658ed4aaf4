// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.Grain;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The provider of which the vendor's guide shows a piece. It is compiled, so that the guide stays true, and never run. */
final class ArrayProvider implements SnapshotProvider {
    @Override
    public String id() {
        return "array";
    }

    @Override
    public Offers offer(List<Source> sources) {
        List<Source> mine = sources.stream()
                .filter(each -> each.volume().device().startsWith("/dev/array/"))
                .toList();
        return mine.isEmpty()
                ? Offers.none()
                : new Offers(
                        List.of(new Offers.Offer(
                                mine, Grain.ATOMIC, Optional.of(Duration.ofSeconds(2)), List.of("asks the array"))),
                        List.of());
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) {
        throw new UnsupportedOperationException("the guide's array takes nothing");
    }

    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) {
        return List.of();
    }

    @Override
    public void release(OwnedSnapshot snapshot) {}
}
