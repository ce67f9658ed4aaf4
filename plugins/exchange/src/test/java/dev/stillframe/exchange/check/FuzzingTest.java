// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.stillframe.api.Verdict;
import dev.stillframe.exchange.check.EseBuilder.Database;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes end in a verdict, never in an exception. JAZZER_FUZZ=1 lets the fuzzer look for more. */
final class FuzzingTest {
    private static final byte[] DATABASE = Database.dirty(4096, 1, 3).build(4, new Random(1));
    private static final byte[] LOG = EseBuilder.log(3, 7, 3, new Random(1));
    private static final byte[] CHECKPOINT = EseBuilder.checkpoint(3, 7);

    @FuzzTest(maxDuration = "30s")
    void anyBytesHaveAVerdict(FuzzedDataProvider data) throws Exception {
        byte[] database = changed(DATABASE, data);
        byte[] log = changed(LOG, data);
        byte[] checkpoint = changed(CHECKPOINT, data);
        byte[] anything = data.consumeRemainingAsBytes();
        assertThat(Checks.verdict(
                        MemoryFile.of("a.edb", database),
                        MemoryFile.of("E00.log", log),
                        MemoryFile.of("E00.chk", checkpoint),
                        MemoryFile.of("x", anything)))
                .isNotNull();
    }

    /** Headers whose checksums are right and whose fields are anything: what lies behind the checksums is foreign too. */
    @Test
    void anyHeaderWithARightChecksumHasAVerdict() throws Exception {
        Random random = Checks.random("any header");
        int rounds = Boolean.getBoolean("stillframe.soak") ? 100_000 : 2000;
        for (int round = 0; round < rounds; round++) {
            Verdict verdict = Checks.verdict(
                    MemoryFile.of("a.edb", EseBuilder.reheaded(DATABASE, 4096, header -> scribble(header, random))),
                    MemoryFile.of("E00.log", EseBuilder.reheaded(LOG, 4096, header -> scribble(header, random))),
                    MemoryFile.of("old.log", EseBuilder.reheaded(LOG, 4096, header -> {
                        header.putInt(32, 7);
                        scribble(header, random);
                    })),
                    MemoryFile.of(
                            "E00.chk", EseBuilder.reheaded(CHECKPOINT, 4096, header -> scribble(header, random))));
            assertThat(verdict).isNotNull();
        }
    }

    private static void scribble(java.nio.ByteBuffer header, Random random) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = 4 + random.nextInt(random.nextBoolean() ? 60 : 680);
            int kind = random.nextInt(3);
            header.put(at, (byte) (kind == 0 ? 0 : kind == 1 ? 0xff : random.nextInt(256)));
        }
    }

    private static byte[] changed(byte[] whole, FuzzedDataProvider data) {
        byte[] bytes = whole.clone();
        for (int i = data.consumeInt(0, 16); i > 0; i--) {
            bytes[data.consumeInt(0, bytes.length - 1)] = data.consumeByte();
        }
        return bytes;
    }
}
