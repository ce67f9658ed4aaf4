// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    @Test
    void whereThereIsPlentyTheSnapshotGetsRoomForAllAndForWhatItNotes() {
        Room room = Room.in(volume(10 * GIB, 100 * GIB)).orElseThrow();

        assertThat(room.whole()).isTrue();
        assertThat(room.bytes()).isGreaterThan(10 * GIB + 10 * GIB * 16 / 4096).isLessThan(11 * GIB);
        assertThat(room.bytes() % FakeLvm.EXTENT).isZero();
        assertThat(room.lasts(OptionalDouble.of(MIB))).as("for ever").isEmpty();
    }

    @Test
    void otherwiseItGetsFourFifthsOfWhatIsFreeInWholeExtents() {
        Room room = Room.in(volume(100 * GIB, 10 * GIB)).orElseThrow();

        assertThat(room.whole()).isFalse();
        assertThat(room.bytes()).isEqualTo(8 * GIB);
        assertThat(room.lasts(OptionalDouble.of(MIB))).hasValue(Duration.ofSeconds(8192));
        assertThat(room.lasts(OptionalDouble.of(0))).isEmpty();
        assertThat(room.lasts(OptionalDouble.empty())).isEmpty();
    }

    @Test
    void lessThanAHundredthOfTheVolumeIsRefused() {
        assertThat(Room.in(volume(100 * GIB, GIB))).isEmpty();
        assertThat(Room.in(volume(100 * GIB, 2 * GIB))).isPresent();
        assertThat(Room.in(volume(100 * MIB, 0))).isEmpty();
        assertThat(Room.in(volume(100 * MIB, FakeLvm.EXTENT))).as("one extent").isEmpty();
    }

    private static LogicalVolume volume(long size, long free) {
        return FakeLvm.thick("data", size, free, OptionalLong.empty());
    }
}
