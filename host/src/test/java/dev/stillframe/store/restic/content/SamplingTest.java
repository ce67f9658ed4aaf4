// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.tree.MemoryContent;
import dev.stillframe.tree.Range;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final int CHUNK = 16;
    private static final MemoryContent CONTENT = MemoryContent.of(new byte[CHUNK]);
    private static final BlobId SAME = BlobId.of(new byte[CHUNK], 0, CHUNK);

    @Test
    void ofEveryBackupAtLeastOneChunkIsReadAndThenTheShareOfThem() throws Exception {
        assertThat(sampled(0.01, 1)).isEqualTo(1);
        assertThat(sampled(1e-9, 1000)).isEqualTo(1);
        assertThat(sampled(0.01, 100_000)).isBetween(800L, 1200L); // six standard deviations and more
        assertThat(sampled(0.7, 100_000)).isBetween(69_000L, 71_000L);
        assertThat(sampled(1, 1000)).isEqualTo(1000);
        assertThat(sampled(0, 1000)).isZero();
    }

    private static long sampled(double share, int chunks) throws Exception {
        Sampling sampling = new Sampling(share, new Random(1));
        for (int i = 0; i < chunks; i++) {
            sampling.carry(CONTENT, 0, CHUNK, SAME);
        }
        assertThat(sampling.carried()).isEqualTo((long) chunks * CHUNK);
        return sampling.sampled() / CHUNK;
    }

    @Test
    void aChunkThatDiffersIsFoundIfItIsRead() {
        Sampling all = new Sampling(1, new Random(1));
        BlobId other = BlobId.of(new byte[] {1}, 0, 1);
        assertThatThrownBy(() -> all.carry(CONTENT, 0, CHUNK, other)).isInstanceOf(SampleMismatchException.class);
        assertThatThrownBy(() -> all.carry(CONTENT, 0, CHUNK + 1, other))
                .as("a file that ends before")
                .isInstanceOf(SampleMismatchException.class);
    }

    @Test
    void onlyWholeChunksOfUnchangedRangesAreCarried() {
        List<Range> ranges = List.of(
                new Range(0, 10, Range.State.DATA),
                new Range(10, 60, Range.State.UNCHANGED),
                new Range(70, 30, Range.State.HOLE),
                new Range(100, 5, Range.State.UNCHANGED));
        assertThat(Segment.of(ranges, 105, CHUNK, true))
                .containsExactly(
                        new Segment(0, 16, Segment.Kind.BYTES),
                        new Segment(16, 48, Segment.Kind.CARRIED),
                        new Segment(64, 16, Segment.Kind.BYTES),
                        new Segment(80, 16, Segment.Kind.ZEROS),
                        new Segment(96, 9, Segment.Kind.BYTES));
        List<Range> end = List.of(new Range(0, 96, Range.State.DATA), new Range(96, 9, Range.State.UNCHANGED));
        assertThat(Segment.of(end, 105, CHUNK, true))
                .containsExactly(new Segment(0, 96, Segment.Kind.BYTES), new Segment(96, 9, Segment.Kind.CARRIED));
        assertThat(Segment.of(end, 105, CHUNK, false)).containsExactly(new Segment(0, 105, Segment.Kind.BYTES));
    }
}
