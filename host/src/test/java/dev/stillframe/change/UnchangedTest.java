// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.tree.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnchangedTest {
    private static final long K = 1024;

    @Test
    void whatLiesAtTheSameAddressIsUnchangedAndNothingElse() {
        ExtentMap base = map(256 * K, stored(0, 128, 1000), stored(128, 128, 5000));
        ExtentMap now = map(256 * K, stored(0, 64, 1000), stored(64, 64, 9000), stored(128, 128, 5000));
        assertThat(Unchanged.between(base, now)).containsExactly(same(0, 64), same(128, 128));
        assertThat(Unchanged.between(base, base)).containsExactly(same(0, 256));
    }

    @Test
    void anExtentThatIsCutOtherwiseIsTheSameWhereItsAddressesAre() {
        ExtentMap base = map(256 * K, stored(0, 256, 1000));
        ExtentMap cut = map(256 * K, stored(0, 100, 1000), stored(100, 156, 1100));
        assertThat(Unchanged.between(base, cut)).containsExactly(same(0, 256));
        ExtentMap moved = map(256 * K, stored(0, 100, 1000), stored(100, 156, 1101));
        assertThat(Unchanged.between(base, moved)).containsExactly(same(0, 100));
        ExtentMap shifted = map(256 * K, stored(1, 255, 1000));
        assertThat(Unchanged.between(base, shifted)).isEmpty();
    }

    @Test
    void holesAndWhatWasNeverWrittenAreTheSameZeros() {
        ExtentMap base = map(256 * K, part(64, 64, new Part.Zeros()), stored(192, 64, 1000));
        ExtentMap now = map(256 * K, part(0, 32, new Part.Zeros()), stored(192, 64, 1000));
        assertThat(Unchanged.between(base, now)).containsExactly(same(0, 256));
    }

    @Test
    void whatWasNeverWrittenIsNotWhatIsWrittenAtTheSameAddress() {
        ExtentMap allocated = map(128 * K, part(0, 128, new Part.Zeros()));
        ExtentMap written = map(128 * K, stored(0, 128, 1000));
        assertThat(Unchanged.between(allocated, written)).isEmpty();
        assertThat(Unchanged.between(written, allocated)).isEmpty();
        assertThat(Unchanged.between(map(128 * K), written)).isEmpty();
    }

    @Test
    void whatIsInDoubtIsNeverUnchangedNotEvenWithItself() {
        ExtentMap inline = map(2 * K, part(0, 2, new Part.Doubtful()));
        assertThat(Unchanged.between(inline, inline)).isEmpty();
        assertThat(Unchanged.between(inline, map(2 * K, stored(0, 2, 0)))).isEmpty();
        assertThat(Unchanged.between(inline, map(2 * K))).isEmpty();
    }

    @Test
    void inACompressedExtentThePlaceInsideItAndItsKindCount() {
        ExtentMap base = map(128 * K, part(0, 128, new Part.Stored(7, 4096, 1, 0)));
        assertThat(Unchanged.between(base, base)).containsExactly(same(0, 128));
        assertThat(Unchanged.between(base, map(128 * K, part(0, 128, new Part.Stored(7, 4096, 1, 4096)))))
                .isEmpty();
        assertThat(Unchanged.between(base, map(128 * K, part(0, 128, new Part.Stored(7, 4096, 2, 0)))))
                .isEmpty();
        assertThat(Unchanged.between(base, map(128 * K, part(0, 128, new Part.Stored(7, 8192, 1, 0)))))
                .isEmpty();
        ExtentMap half = map(128 * K, part(64, 64, new Part.Stored(7, 4096, 1, 64 * K)));
        assertThat(Unchanged.between(base, half)).containsExactly(same(64, 64));
    }

    @Test
    void theLastBlockOfTheShorterFileIsReadWhenSizesDiffer() {
        ExtentMap base = map(200 * K + 1, stored(0, 204, 1000));
        ExtentMap grown = map(300 * K, stored(0, 300, 1000));
        assertThat(Unchanged.between(base, grown)).containsExactly(same(0, 192));
        assertThat(Unchanged.between(grown, base)).containsExactly(same(0, 192));
        ExtentMap equal = map(200 * K + 1, stored(0, 256, 1000));
        assertThat(Unchanged.between(base, equal)).containsExactly(new Range(0, 200 * K + 1, Range.State.UNCHANGED));
        assertThat(Unchanged.between(map(0), grown)).isEmpty();
        assertThat(Unchanged.between(grown, map(0))).isEmpty();
    }

    @Test
    void addressesOfAnotherDeviceSayNothing() {
        List<Part> parts = List.of(stored(0, 128, 1000));
        ExtentMap data = new ExtentMap(128 * K, "device 5", parts);
        assertThat(Unchanged.between(data, new ExtentMap(128 * K, "device 5 realtime", parts)))
                .isEmpty();
    }

    @Test
    void aMapThatContradictsItselfIsNone() {
        assertThatThrownBy(() -> map(256 * K, stored(0, 128, 1), stored(64, 64, 900)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map(256 * K, stored(128, 64, 1), stored(0, 64, 900)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> part(0, 0, new Part.Zeros())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Part(Long.MAX_VALUE, 2, new Part.Zeros()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The same rule, byte for byte: which unit of each file comes from where. */
    @Test
    void itIsWhatAComparisonUnitByUnitSays() {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("unchanged, seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int units = random.nextInt(40);
            int[] then = places(random, units);
            int[] later = random.nextBoolean() ? then.clone() : places(random, units);
            for (int i = 0; i < later.length && random.nextInt(3) > 0; i++) {
                later[random.nextInt(later.length)] = random.nextInt(6) - 2;
            }
            List<Range> unchanged = Unchanged.between(map(then), map(later));
            boolean[] found = new boolean[units];
            for (Range range : unchanged) {
                for (long at = range.offset(); at < range.end(); at += 64 * K) {
                    found[(int) (at / (64 * K))] = true;
                }
            }
            for (int i = 0; i < units; i++) {
                boolean expected = then[i] == later[i] && then[i] != -2;
                assertThat(found[i]).as("unit %s of round %s", i, round).isEqualTo(expected);
            }
        }
    }

    /** For each unit -2 for doubt, -1 for zeros, else where it lies. */
    private static int[] places(Random random, int units) {
        int[] places = new int[units];
        for (int i = 0; i < units; i++) {
            places[i] =
                    i > 0 && places[i - 1] >= 0 && random.nextBoolean() ? places[i - 1] + 1 : random.nextInt(50) - 2;
        }
        return places;
    }

    private static ExtentMap map(int[] places) {
        List<Part> parts = new ArrayList<>();
        int i = 0;
        while (i < places.length) {
            int from = i++;
            while (i < places.length && places[from] >= 0 && places[i] == places[i - 1] + 1 && places[i] > 0) {
                i++;
            }
            long offset = from * 64 * K;
            long length = (i - from) * 64 * K;
            if (places[from] == -2) {
                parts.add(new Part(offset, length, new Part.Doubtful()));
            } else if (places[from] >= 0) {
                parts.add(new Part(offset, length, new Part.Stored(0, 0, 0, places[from] * 64 * K)));
            } else if (from % 2 == 0) {
                parts.add(new Part(offset, length, new Part.Zeros()));
            }
        }
        return new ExtentMap(places.length * 64 * K, "device", parts);
    }

    private static ExtentMap map(long size, Part... parts) {
        return new ExtentMap(size, "device", List.of(parts));
    }

    private static Part stored(long offset, long length, long place) {
        return part(offset, length, new Part.Stored(0, 0, 0, place * K));
    }

    private static Part part(long offset, long length, Part.Kept kept) {
        return new Part(offset * K, length * K, kept);
    }

    private static Range same(long offset, long length) {
        return new Range(offset * K, length * K, Range.State.UNCHANGED);
    }
}
