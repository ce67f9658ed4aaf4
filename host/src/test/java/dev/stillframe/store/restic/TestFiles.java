// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Files for tests, in memory: half of each compresses, half does not. */
public final class TestFiles {
    private TestFiles() {}

    public static Map<String, byte[]> random(Random random, int count, int most) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[random.nextInt(most)];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, bytes.length / 2, (byte) i);
            files.put(String.format("file-%04d", i), bytes);
        }
        return files;
    }

    public static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
    }
}
