// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.tree.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedRangesTest {
    private static final List<Range.State> STATES = List.of(Range.State.values());

    @Test
    void comeBackAsTheyWere() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<Range> ranges = new ArrayList<>();
            long at = 0;
            for (int i = random.nextInt(20); i > 0; i--) {
                long length = 1 + random.nextLong(1L << (1 + random.nextInt(50)));
                ranges.add(new Range(at, length, STATES.get(random.nextInt(STATES.size()))));
                at += length;
            }
            assertThat(PackedRanges.of(ranges).unpacked()).as("seed %s", seed).isEqualTo(ranges);
        }
    }

    @Test
    void haveNoGaps() {
        assertThatThrownBy(() -> PackedRanges.of(List.of(new Range(1, 1, Range.State.DATA))))
                .hasMessageContaining("a gap at byte 0");
    }
}
