// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Verdict;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The body of a log since Windows 8, by the rules by which the engine reads it. */
final class LogSegmentsTest {
    private static final int SIZE = 4096;
    private static final int GENERATION = 10;
    private static final int USED = 20;

    private final Random random = Checks.random("log segments");
    private final byte[] log = EseBuilder.log(GENERATION, 7, USED, random);

    @Test
    void segmentsOfAnEarlierLifeAndTheShadowOfTheLastAreNotUsedAndNotDamage() throws Exception {
        System.arraycopy(log, 20 * 4096, log, 21 * 4096, 4096); // the shadow: the last segment once more
        EseBuilder.segment(log, 30, 3, random);
        assertThat(Checks.sound(MemoryFile.of("E00.log", log)).checked()).isEqualTo(20);
    }

    @Test
    void aSegmentInUseAfterOneThatNeverWasIsDamage() throws Exception {
        EseBuilder.segment(log, 30, 10, random);
        assertThat(Checks.reason(MemoryFile.of("E00.log", log))).contains("in use after one that never was");
    }

    @Test
    void noSegmentInUseFollowsTheShadow() throws Exception {
        System.arraycopy(log, USED * SIZE, log, (USED + 1) * SIZE, SIZE);
        EseBuilder.segment(log, USED + 2, GENERATION, random);
        assertThat(reason()).contains("in use after one that never was");
    }

    @Test
    void oneWrongBitOfASegmentIsCorrectedAndToldWithItsPlace() throws Exception {
        log[7 * SIZE + 1000] ^= 4;
        assertThat(sound().remarks())
                .containsExactly("/C/exchange/E00.log: at byte " + 7 * SIZE
                        + ": one bit of a segment is wrong, and its checksum corrects it");
        assertThat(sound().checked()).isEqualTo(USED);
    }

    @Test
    void aTornLastSegmentIsReplacedByItsShadowAndTold() throws Exception {
        System.arraycopy(log, USED * SIZE, log, (USED + 1) * SIZE, SIZE);
        Arrays.fill(log, USED * SIZE + 512, USED * SIZE + 3000, (byte) 9);
        assertThat(sound().remarks()).singleElement().asString().contains("a torn segment");
        assertThat(sound().checked()).isEqualTo(USED);
    }

    @Test
    void aTornSegmentWithoutAShadowIsDamage() throws Exception {
        Arrays.fill(log, USED * SIZE + 512, USED * SIZE + 3000, (byte) 9);
        assertThat(reason()).contains("checksum mismatch");
    }

    @Test
    void aSegmentOfALaterPlaceIsDamageThoughItsChecksumIsRight() throws Exception {
        EseBuilder.replaced(log, 7, 9, GENERATION);
        assertThat(reason()).contains("A:9:0 lies here");
        EseBuilder.replaced(log, 7, 7, GENERATION + 1);
        assertThat(reason()).contains("B:7:0 lies here");
    }

    @Test
    void theLastSegmentIsOnlyEverAShadowAndIsNotRead() throws Exception {
        byte[] whole = EseBuilder.log(GENERATION, 7, 62, random);
        Arrays.fill(whole, 63 * SIZE, 64 * SIZE, (byte) 0xda);
        assertThat(Checks.sound(MemoryFile.of("E00.log", whole)).checked()).isEqualTo(62);
    }

    private Verdict.Sound sound() throws Exception {
        return Checks.sound(MemoryFile.of("E00.log", log));
    }

    private String reason() throws Exception {
        return Checks.reason(MemoryFile.of("E00.log", log));
    }
}
