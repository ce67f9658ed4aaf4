// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.tree.Sha256;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That it cuts what restic cuts is shown against the real restic in {@code ResticDeduplicationTest}. */
class RabinChunkerTest {
    /** The polynomial of the published vectors of restic's chunker. */
    private static final long POLYNOMIAL = 0x3DA3358B4DC173L;

    @Test
    void zerosAreCutAtTheShortestLengthAsPublished() {
        byte[] zeros = new byte[4 * (512 << 10)];
        assertThat(Cuts.of(new RabinChunker(POLYNOMIAL), zeros)).hasSize(4).containsOnly(512 << 10);
        assertThat(Sha256.ofBytes(Arrays.copyOf(zeros, 512 << 10)))
                .hasToString("07854d2fef297a06ba81685e660c332de36d5d18d546927d30daad6d7fda1541");
    }

    @Test
    void lengthsKeepTheirBounds() {
        List<Integer> lengths = Cuts.of(new RabinChunker(POLYNOMIAL), GearChunkerTest.random(5, 64 << 20));
        lengths.subList(0, lengths.size() - 1)
                .forEach(length -> assertThat(length).isBetween(512 << 10, 8 << 20));
        assertThat(lengths).hasSizeBetween(25, 75);
    }

    @Test
    void aPolynomialOfAnotherDegreeIsRefused() {
        assertThatThrownBy(() -> new RabinChunker(0x1ff)).hasMessageContaining("degree from 21 to 53");
        assertThatThrownBy(() -> new RabinChunker(1L << 60)).isInstanceOf(IllegalArgumentException.class);
    }
}
