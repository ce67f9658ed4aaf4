// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageChecksumTest {
    private static final int PAGE = 8192;

    /** What {@code page_checksum} of PostgreSQL 15's pageinspect says of the same bytes. */
    @ParameterizedTest
    @CsvSource({
        "31, 7, 0, 16072",
        "31, 7, 1, 16073",
        "31, 7, 131072, 16070",
        "31, 7, 2147483647, 16697",
        "5, 200, 77, 51303",
        "0, 255, 12345, 36931"
    })
    void agreesWithTheServer(int factor, int offset, int block, int expected) {
        int[] words = words(factor, offset);
        int[] before = words.clone();

        assertThat(new PageChecksum(PAGE).of(words, 0, block)).isEqualTo(expected);
        assertThat(words).isEqualTo(before);
    }

    @Test
    void doesNotDependOnWhereThePageLiesOrWhatItsFieldSays() {
        int[] words = words(31, 7);
        int[] moved = new int[words.length + 64];
        System.arraycopy(words, 0, moved, 32, words.length);
        moved[32 + 2] ^= 0x1234;

        assertThat(new PageChecksum(PAGE).of(moved, 32, 5)).isEqualTo(new PageChecksum(PAGE).of(words, 0, 5));
    }

    @Test
    void seesEveryFlippedBit() {
        Random random = new Random(1);
        PageChecksum checksum = new PageChecksum(PAGE);
        int[] words = words(31, 7);
        int whole = checksum.of(words, 0, 5);
        int missed = 0;
        for (int i = 0; i < 2000; i++) {
            int bit = random.nextInt(PAGE * 8);
            if (bit / 32 == 2 && bit % 32 < 16) {
                continue; // the checksum itself
            }
            words[bit / 32] ^= 1 << (bit % 32);
            missed += checksum.of(words, 0, 5) == whole ? 1 : 0;
            words[bit / 32] ^= 1 << (bit % 32);
        }
        assertThat(missed).isZero();
    }

    @Test
    void saysHowFastItIs() {
        PageChecksum checksum = new PageChecksum(PAGE);
        int[] words = words(31, 7);
        int rounds = 60_000;
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += checksum.of(words, 0, i);
        }
        long begun = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            sum += checksum.of(words, 0, i);
        }
        long nanos = System.nanoTime() - begun;
        System.out.printf("page checksums: %d MB/s on one core%n", (long) rounds * PAGE * 1000 / Math.max(1, nanos));
        assertThat(sum).isPositive();
    }

    private static int[] words(int factor, int offset) {
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < PAGE; i++) {
            page.put(i, (byte) ((i * factor + offset) ^ (i >> 8)));
        }
        int[] words = new int[PAGE / Integer.BYTES];
        page.asIntBuffer().get(words);
        return words;
    }
}
