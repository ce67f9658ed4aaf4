// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixedChunkerTest {
    private static final long GIB = 1L << 30;

    @Test
    void cutsAtMultiplesOfItsSizeAndWhereTheFileEnds() {
        assertThat(Cuts.of(new FixedChunker(4096), new byte[10_000])).containsExactly(4096, 4096, 1808);
    }

    @Test
    void chunksOfPagesGrowWithTheComponentSoThatItsTreeStaysSmall() {
        assertThat(PageChunkSize.of(0, 8192)).isEqualTo(64 << 10);
        assertThat(PageChunkSize.of(64 * GIB, 8192)).isEqualTo(64 << 10);
        assertThat(PageChunkSize.of(64 * GIB + 1, 8192)).isEqualTo(128 << 10);
        assertThat(PageChunkSize.of(128 * GIB, 8192)).isEqualTo(128 << 10);
        assertThat(PageChunkSize.of(256 * GIB, 8192)).isEqualTo(256 << 10);
        assertThat(PageChunkSize.of(512 * GIB, 8192)).isEqualTo(512 << 10);
        assertThat(PageChunkSize.of(1024 * GIB, 8192)).isEqualTo(1 << 20);
        assertThat(PageChunkSize.of(100 * 1024 * GIB, 8192)).isEqualTo(1 << 20);
        for (long bytes = GIB; bytes <= 1024 * GIB; bytes *= 2) {
            assertThat(bytes / PageChunkSize.of(bytes, 8192) * 67).isLessThan(71_000_000);
        }
    }

    @Test
    void aChunkIsNeverShorterThanAPage() {
        assertThat(PageChunkSize.of(1, 256 << 10)).isEqualTo(256 << 10);
    }
}
