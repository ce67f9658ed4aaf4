// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.tree.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GearChunkerTest {
    private static final GearTable PUBLISHED = GearTable.published();
    private static final GearTable OWN = GearTable.of("secret".getBytes(StandardCharsets.UTF_8));

    private static final Integer[] KNOWN_PUBLISHED = {
        23233, 16541, 25707, 20601, 26491, 18952, 17207, 19352, 16683, 27186, 19719, 9348, 36858, 19273, 2849
    };
    private static final Integer[] KNOWN_OWN = {
        16754, 12119, 6420, 27416, 14861, 22099, 30004, 5322, 5108, 19890, 27284, 22216, 19525, 21126, 9308, 23389,
        17159
    };

    @Test
    void theTableIsThePublishedOne() {
        assertThat(PUBLISHED.values()[0]).isEqualTo(0x3b5d3c7d207e37dcL);
        assertThat(PUBLISHED.values()[1]).isEqualTo(0x784d68ba91123086L);
        assertThat(PUBLISHED.values()[10]).isEqualTo(0x0027baaada2acf6bL);
        assertThat(PUBLISHED.values()[66]).isEqualTo(0x8e558437ffca99deL);
    }

    @Test
    void cutsThePublishedImageWhereThePublishedImplementationsDo() throws IOException {
        String place = System.getProperty("stillframe.sekien", "");
        assumeTrue(
                !place.isEmpty(),
                "needs -Dstillframe.sekien=FILE: the picture SekienAkashita.jpg of the published vectors of fastcdc-rs");
        byte[] image = Files.readAllBytes(Path.of(place));
        assertThat(Sha256.ofBytes(image))
                .hasToString("d9e749d9367fc908876749d6502eb212fee88c9a94892fb07da5ef3ba8bc39ed");
        assertThat(Cuts.of(new GearChunker(PUBLISHED, 4096, 16384, 65535), image))
                .containsExactly(21325, 17140, 28084, 18217, 24700);
        assertThat(Cuts.of(new GearChunker(PUBLISHED, 8192, 32768, 131072), image))
                .containsExactly(66549, 42917);
        assertThat(Cuts.of(new GearChunker(PUBLISHED, 16384, 65536, 262144), image))
                .containsExactly(109466);
    }

    @Test
    void zerosAreCutAtTheLongestLengthAsPublished() {
        assertThat(Cuts.of(new GearChunker(PUBLISHED, 64, 256, 1024), new byte[10240]))
                .hasSize(10)
                .containsOnly(1024);
    }

    /** Found by the implementation that cuts the published picture as published: what is cut once is cut so for ever. */
    @Test
    void cutsOfRepositoriesThatExistStayWhereTheyAre() {
        byte[] file = random(42, 300_000);
        assertThat(Cuts.of(new GearChunker(PUBLISHED, 4096, 16384, 65536), file))
                .containsExactly(KNOWN_PUBLISHED);
        assertThat(Cuts.of(new GearChunker(OWN, 4096, 16384, 65536), file)).containsExactly(KNOWN_OWN);
    }

    @Test
    void aTableOfAnotherSecretCutsElsewhere() {
        byte[] file = random(7, 1 << 20);
        GearTable other = GearTable.of("other".getBytes(StandardCharsets.UTF_8));
        assertThat(Cuts.of(new GearChunker(other, 4096, 16384, 65536), file))
                .isNotEqualTo(Cuts.of(new GearChunker(OWN, 4096, 16384, 65536), file));
    }

    @Test
    void whatFollowsAnInsertedByteIsCutAsBefore() {
        byte[] before = random(3, 4 << 20);
        byte[] after = new byte[before.length + 1];
        after[0] = 1;
        System.arraycopy(before, 0, after, 1, before.length);
        GearChunker chunker = new GearChunker(OWN, 4096, 16384, 65536);
        Set<Sha256> known = new HashSet<>(chunks(chunker, before));
        List<Sha256> again = chunks(chunker, after);
        assertThat(again.stream().filter(known::contains).count()).isGreaterThan(again.size() - 10L);
    }

    @Test
    void lengthsKeepTheirBoundsAndMostAreNearTheWantedOne() {
        List<Integer> lengths = Cuts.of(GearChunker.standard(OWN), random(11, 256 << 20));
        lengths.subList(0, lengths.size() - 1)
                .forEach(length -> assertThat(length).isBetween(512 << 10, 4 << 20));
        double mean = lengths.stream().mapToInt(i -> i).average().orElseThrow();
        assertThat(mean).isBetween(0.9e6, 1.5e6);
    }

    @Test
    void lengthsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new GearChunker(OWN, 4096, 10_000, 65536))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GearChunker(OWN, 32768, 16384, 65536))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GearChunker(OWN, 16, 32, 65536)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Sha256> chunks(GearChunker chunker, byte[] file) {
        List<Sha256> chunks = new ArrayList<>();
        int at = 0;
        for (int length : Cuts.of(chunker, file)) {
            chunks.add(Sha256.ofBytes(Arrays.copyOfRange(file, at, at + length)));
            at += length;
        }
        return chunks;
    }

    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
