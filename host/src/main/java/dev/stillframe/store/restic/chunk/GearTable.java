// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A random number for each byte, which the gear hash adds up. With the published table anybody could tell a known file by
 * the lengths of its chunks, which encryption does not hide: a repository has a table of its own, made from a secret.
 */
public final class GearTable {
    private static final int SIZE = 256;

    private final long[] values;

    private GearTable(long[] values) {
        this.values = values;
    }

    /**
     * The table of FastCDC's authors: the first eight bytes, big-endian, of the MD5 digest of 64 times the byte. For
     * comparison with published cuts.
     */
    static GearTable published() {
        long[] values = new long[SIZE];
        byte[] input = new byte[64];
        for (int b = 0; b < SIZE; b++) {
            Arrays.fill(input, (byte) b);
            values[b] = first64(digest("MD5"), input);
        }
        return new GearTable(values);
    }

    /** A table that nobody knows who does not know the secret: the first eight bytes of SHA-256 of secret and byte. */
    public static GearTable of(byte[] secret) {
        long[] values = new long[SIZE];
        byte[] input = Arrays.copyOf(secret, secret.length + 1);
        for (int b = 0; b < SIZE; b++) {
            input[secret.length] = (byte) b;
            values[b] = first64(digest("SHA-256"), input);
        }
        return new GearTable(values);
    }

    long[] values() {
        return values.clone();
    }

    private static long first64(MessageDigest digest, byte[] input) {
        return ByteBuffer.wrap(digest.digest(input)).getLong();
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }
}
