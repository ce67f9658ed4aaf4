// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, there is a verdict: never another exception, never a hang. Pages that were changed get a fitting
 * checksum again, so that what reads them is reached. {@code JAZZER_FUZZ=1} lets Jazzer look for bytes, 60 seconds long.
 */
class FuzzTest {
    private static final int TIMES = Boolean.getBoolean("stillframe.soak") ? 20_000 : 400;
    private static final SyntheticDatabase DATABASE = SyntheticDatabase.small(new Random(1));

    @com.code_intelligence.jazzer.junit.FuzzTest(maxDuration = "60s")
    void any_change_gets_a_verdict(byte[] change) throws WriterException {
        verdict(change);
    }

    @Test
    void random_changes_get_a_verdict() throws WriterException {
        Random random = Checks.random("FuzzTest");
        int damaged = 0;
        for (int i = 0; i < TIMES; i++) {
            byte[] change = new byte[5 + random.nextInt(200)];
            random.nextBytes(change);
            damaged += verdict(change) instanceof Verdict.Damaged ? 1 : 0;
        }
        assertThat(damaged).isPositive();
    }

    @Test
    void truncated_files_get_a_verdict() throws WriterException {
        Random random = Checks.random("FuzzTest");
        for (int i = 0; i < 50; i++) {
            SparseFile data = DATABASE.data.get(0).copy();
            SparseFile log = DATABASE.logs.get(0).file.copy();
            SparseFile shortened = random.nextBoolean() ? data : log;
            shortened.truncate((long) (random.nextDouble() * shortened.size()));
            assertThat(Checks.verdict(List.of(data, log))).isInstanceOf(Verdict.Damaged.class);
        }
    }

    /** The first byte says which file, the next four where, the rest is what is written there. */
    private static Verdict verdict(byte[] change) throws WriterException {
        SparseFile data = DATABASE.data.get(0).copy();
        SparseFile log = DATABASE.logs.get(0).file.copy();
        if (change.length > 5) {
            ByteBuffer in = ByteBuffer.wrap(change);
            SparseFile file = in.get() % 2 == 0 ? data : log;
            // mostly what is parsed: the first pages, and the beginnings of the log's parts
            long range = file == data ? 12L * PageBytes.SIZE : file.size();
            long at = Integer.toUnsignedLong(in.getInt()) % (range - change.length);
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            file.write(at, bytes);
            if (file == data || at < PageBytes.SIZE) {
                seal(file, at / PageBytes.SIZE);
            }
        }
        Verdict verdict = Checks.verdict(List.of(data, log));
        assertThat(verdict).isNotNull();
        return verdict;
    }

    private static void seal(SparseFile file, long page) {
        byte[] bytes = file.bytes(page * PageBytes.SIZE, PageBytes.SIZE);
        file.write(page * PageBytes.SIZE, PageBytes.sealed(bytes, PageBytes.Seal.CHECKSUM));
    }
}
