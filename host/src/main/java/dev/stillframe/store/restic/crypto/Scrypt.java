// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Turns a password into a key, see RFC 7914. It takes 128 n r bytes of memory.
 *
 * @param n the cost, a power of two
 * @param r the block size
 * @param p the parallelisation
 */
public record Scrypt(int n, int r, int p) {
    /** Of a salt, in bytes. */
    public static final int SALT = 64;

    private static final int KEY = 64;
    /** A key file is not authenticated: whoever can write to a repository must not fill our memory, or keep us busy. */
    private static final long MOST_MEMORY = 1L << 30;

    private static final int MOST_PARALLEL = 32;
    private static final int UTF_8_MOST = 3;

    /** @throws IllegalArgumentException if scrypt has no such parameters, or they would take more than a gibibyte */
    public Scrypt {
        boolean possible = n > 1 && Integer.bitCount(n) == 1 && r > 0 && p > 0 && p <= MOST_PARALLEL;
        if (!possible || 128L * n * r > MOST_MEMORY || (long) r * p >= 1 << 20) {
            throw new IllegalArgumentException("no parameters of scrypt: N " + n + ", r " + r + ", p " + p);
        }
    }

    /** What new keys get: 32 MiB, and a third of a second for each guess. */
    public static Scrypt standard() {
        return new Scrypt(1 << 15, 8, 1);
    }

    /**
     * The key of a password.
     *
     * @param password as UTF-8
     * @throws IllegalArgumentException if the salt has not 64 bytes
     */
    public Key derive(char[] password, byte[] salt) {
        if (salt.length != SALT) {
            throw new IllegalArgumentException("a salt has 64 bytes, not " + salt.length);
        }
        ByteBuffer encoded = ByteBuffer.allocate(password.length * UTF_8_MOST);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        try {
            return Key.split(SCrypt.generate(bytes, salt, n, r, p, KEY));
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }
}
