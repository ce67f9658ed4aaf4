// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpaceWatchTest {
    @Test
    void aThickSnapshotIsLostWhenItsRoomRanOutAndNotBefore() throws Exception {
        assertThat(state("lvs.json", "my-data", "lvm.own-er.c1.17.0").lost()).isFalse();
        SpaceWatch.State overflowed = state("lvs-overflowed.json", "my-data", "lvm.own-er.c1.17.0");
        assertThat(overflowed.lost()).isTrue();
        assertThat(overflowed.worrying()).isTrue();
        assertThat(overflowed.what()).contains("shop-vg/lvm.own-er.c1.17.0").contains("ran out");
    }

    @Test
    void ofAThinSnapshotThePoolIsLookedAt() throws Exception {
        SpaceWatch.State state = state("lvs.json", "thin", "lvm.own-er.c1.17.1");

        assertThat(state.what()).contains("thin pool shop-vg/pool");
        assertThat(state.percent()).isBetween(1.0, 50.0);
        assertThat(state.worrying()).isFalse();
    }

    @Test
    void aSnapshotThatIsGoneHasNoState() throws Exception {
        List<LogicalVolume> volumes = Report.read(ReportTest.report("lvs.json"));
        try (SpaceWatch watch = new SpaceWatch(new FakeLvm(0), ReportTest.named(volumes, "my-data"), "gone")) {
            assertThat(watch.state(volumes)).isEmpty();
        }
    }

    private static SpaceWatch.State state(String report, String origin, String snapshot) throws Exception {
        List<LogicalVolume> volumes = Report.read(ReportTest.report(report));
        try (SpaceWatch watch = new SpaceWatch(new FakeLvm(0), ReportTest.named(volumes, origin), snapshot)) {
            return watch.state(volumes).orElseThrow();
        }
    }
}
