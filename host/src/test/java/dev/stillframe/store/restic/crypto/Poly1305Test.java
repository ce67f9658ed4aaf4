// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class Poly1305Test {
    @Test
    void agreesWithTheVectorOfRfc8439() {
        byte[] key = HexFormat.of().parseHex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");
        byte[] message = "Cryptographic Forum Research Group".getBytes(StandardCharsets.US_ASCII);

        assertThat(tag(key, message)).isEqualTo(HexFormat.of().parseHex("a8061dc1305136c6c22b8baf0c0127a9"));
    }

    @Test
    void agreesWithBouncyCastleOnRandomMessagesOfEveryLength() {
        Random random = new Random(0x1305);
        for (int length = 0; length < 600; length++) {
            byte[] key = bytes(random, 32);
            byte[] message = bytes(random, length);

            assertThat(tag(key, message)).as("seed 0x1305, length %d", length).isEqualTo(oracle(key, message));
        }
    }

    @Test
    void agreesWithBouncyCastleWhereCarriesAreLongest() {
        for (int fill : new int[] {0x00, 0x01, 0x7f, 0x80, 0xfa, 0xfb, 0xfc, 0xfe, 0xff}) {
            for (int keyFill : new int[] {0x00, 0x02, 0x0f, 0xff}) {
                for (int length = 0; length < 200; length++) {
                    byte[] key = filled(32, keyFill);
                    byte[] message = filled(length, fill);

                    assertThat(tag(key, message))
                            .as("message of %d bytes %02x, key of %02x", length, fill, keyFill)
                            .isEqualTo(oracle(key, message));
                }
            }
        }
    }

    private static byte[] tag(byte[] key, byte[] message) {
        Poly1305 mac = new Poly1305(Arrays.copyOf(key, 16), Arrays.copyOfRange(key, 16, 32));
        int whole = message.length & -16;
        mac.blocks(message, 0, whole);
        return mac.finish(message, whole, message.length - whole);
    }

    private static byte[] oracle(byte[] key, byte[] message) {
        org.bouncycastle.crypto.macs.Poly1305 mac = new org.bouncycastle.crypto.macs.Poly1305();
        byte[] clamped = key.clone();
        org.bouncycastle.crypto.generators.Poly1305KeyGenerator.clamp(clamped);
        mac.init(new KeyParameter(clamped));
        mac.update(message, 0, message.length);
        byte[] tag = new byte[16];
        mac.doFinal(tag, 0);
        return tag;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] filled(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }
}
