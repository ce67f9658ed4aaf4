// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.snapshot.Limit;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveProviderTest {
    @Test
    void anyFilesAreOfferedAsTheyAreAndNothingIsOwed() throws Exception {
        LiveProvider provider = new LiveProvider(Clock.system());
        Volume volume = new Volume(SourcePath.root(), "anything", "none", 1);
        SourcePath root = SourcePath.of("/data");
        List<Source> sources = List.of(new Source(volume, FileSet.all(root)));
        Offers offers = provider.offer(sources);
        assertThat(offers.offers()).extracting(Offers.Offer::grain).containsExactly(Grain.LIVE);
        try (SnapshotSet set = provider.open(new SnapshotRequest("h", "c", Instant.EPOCH, sources))) {
            set.prepare(Limit.far());
            Taken taken = set.take(Limit.far());
            assertThat(taken.views()).containsExactly(new View.Mirror(root, root));
            assertThat(taken.snapshots()).isEmpty();
            assertThat(taken.begun()).isEqualTo(taken.ended());
        }
        assertThat(provider.owned("h", List.of(volume))).isEmpty();
    }
}
