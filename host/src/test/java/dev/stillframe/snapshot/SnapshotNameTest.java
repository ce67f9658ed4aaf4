// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotNameTest {
    private static final Instant DEADLINE = Instant.ofEpochSecond(1_893_456_000);

    @Test
    void aNameIsReadBackAsItWasWritten() {
        SnapshotName name = new SnapshotName("sf", "host-1", "c-2", DEADLINE, 3);
        assertThat(name).hasToString("sf.host-1.c-2.1893456000.3");
        assertThat(SnapshotName.parse(name.bytes())).contains(name);
    }

    @Test
    void aDeadlineIsNeverRoundedDown() {
        assertThat(new SnapshotName("sf", "h", "c", DEADLINE.plusNanos(1), 0).deadline())
                .isEqualTo(DEADLINE.plusSeconds(1));
    }

    @Test
    void otherNamesAreNotOurs() {
        for (String name : List.of(
                "",
                "sf",
                "sf.h.c.1893456000",
                "sf.h.c.1893456000.0.0",
                "sf.h.c.x.0",
                "sf..c.1893456000.0",
                "SF.h.c.1893456000.0",
                "sf.h.c.1893456000.0\n",
                "sf.h.c.1893456000.9999999999",
                "sf.h.c.999999999999999999999.0",
                "sf.h_1.c.1893456000.0")) {
            assertThat(SnapshotName.parse(name.getBytes(StandardCharsets.UTF_8)))
                    .as(name)
                    .isEmpty();
        }
        assertThat(SnapshotName.parse(new byte[] {(byte) 0xff, '.', 0})).isEmpty();
    }

    @Test
    void anOwnerThatCouldBeMistakenForMoreThanOneIsRefused() {
        assertThatThrownBy(() -> new SnapshotName("sf", "a.b", "c", DEADLINE, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnapshotName("sf", "a", "", DEADLINE, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
