// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTest {
    private final Key key = Key.random();

    @Test
    void opensWhatItSealed() throws Exception {
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 15, 16, 17, 16 << 10, (16 << 10) + 1, 100_003}) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);

            byte[] sealed = key.seal(plain);

            assertThat(sealed).hasSize(length + Key.OVERHEAD);
            assertThat(key.open(sealed)).isEqualTo(plain);
        }
    }

    @Test
    void sealsTheSameBytesDifferentlyEachTime() {
        assertThat(key.seal(new byte[64])).isNotEqualTo(key.seal(new byte[64]));
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] sealed = key.seal(new byte[33]);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> key.open(flipped)).isInstanceOf(UnauthenticException.class);
        }
    }

    @Test
    void refusesEveryLengthButTheWhole() {
        byte[] sealed = key.seal(new byte[20]);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);

            assertThatThrownBy(() -> key.open(cut)).isInstanceOf(UnauthenticException.class);
        }
    }

    @Test
    void refusesWhatAnotherKeySealed() {
        byte[] sealed = Key.random().seal(new byte[20]);

        assertThatThrownBy(() -> key.open(sealed)).isInstanceOf(UnauthenticException.class);
    }

    @Test
    void scryptRefusesWhatWouldFillTheMemory() {
        assertThatThrownBy(() -> new Scrypt(1 << 30, 8, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scrypt(1000, 8, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scrypt(1024, 8, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
