// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Verdict;
import dev.stillframe.exchange.check.EseBuilder.Database;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage as disks and programs do it, at random places: found, every time. */
final class RandomDamageTest {
    private static final int ROUNDS = Boolean.getBoolean("stillframe.soak") ? 5000 : 150;

    private final Random random = Checks.random("random damage");

    @ParameterizedTest
    @ValueSource(ints = {4096, 8192, 16384, 32768})
    void damageToADatabaseIsFoundOnItsPage(int pageSize) throws Exception {
        byte[] good = Database.clean(pageSize).build(20, random);
        for (int round = 0; round < ROUNDS; round++) {
            int index;
            do {
                index = 2 + random.nextInt(19);
            } while (index % 7 == 0);
            byte[] bad = good.clone();
            int kind = random.nextInt(3);
            int at = index * pageSize;
            switch (kind) {
                case 0 -> { // a few bytes of something else
                    byte[] other = new byte[16];
                    random.nextBytes(other);
                    System.arraycopy(other, 0, bad, at + random.nextInt(pageSize - 16), 16);
                }
                case 1 -> Arrays.fill(bad, at + pageSize / 2, at + pageSize, (byte) 0); // half a write
                default ->
                    System.arraycopy(
                            good, at, bad, (index % 7 == 1 || index == 2 ? index + 1 : index - 1) * pageSize, pageSize);
            }
            if (!Arrays.equals(good, bad)) {
                Verdict verdict = Checks.verdict(MemoryFile.of("a.edb", bad));
                boolean named = verdict instanceof Verdict.Damaged
                        || ((Verdict.Sound) verdict)
                                .remarks().stream().anyMatch(remark -> remark.contains("its checksum corrects it"));
                assertThat(named)
                        .as("round %d, kind %d, page %d", round, kind, index)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 512, 4096})
    void damageToALogIsFound(int length) throws Exception {
        byte[] good = EseBuilder.log(10, 7, 40, random);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bad = good.clone();
            byte[] other = new byte[length];
            random.nextBytes(other);
            int at = random.nextInt(41 * 4096 - length);
            System.arraycopy(other, 0, bad, at, length);
            Verdict verdict = Checks.verdict(MemoryFile.of("E00.log", bad));
            assertThat(verdict).as("round %d, at %d", round, at).isInstanceOf(Verdict.Damaged.class);
        }
    }
}
