// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and authenticates: 32 bytes for AES-256 in counter mode, 16 for the AES of Poly1305-AES, 16 for its polynomial.
 * Sealed bytes are initialisation vector, ciphertext, authenticator. Any thread.
 */
public final class Key {
    /** What sealing adds, in bytes. */
    public static final int OVERHEAD = 32;

    private static final int VECTOR = 16;
    /** Ciphers are fed in slices: over long arrays the JVM's intrinsics come into force too late. */
    private static final int SLICE = 16 << 10;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] encryption;
    private final byte[] macCipher;
    private final byte[] macPolynomial;

    private Key(byte[] encryption, byte[] macCipher, byte[] macPolynomial) {
        this.encryption = encryption;
        this.macCipher = macCipher;
        this.macPolynomial = macPolynomial;
    }

    /** @throws IllegalArgumentException if a part has a wrong length, or is zero throughout */
    public static Key of(byte[] encryption, byte[] macCipher, byte[] macPolynomial) {
        check(encryption, 32);
        check(macCipher, 16);
        check(macPolynomial, 16);
        return new Key(encryption.clone(), macCipher.clone(), macPolynomial.clone());
    }

    /** A new master key. */
    public static Key random() {
        byte[] bytes = randomBytes(64);
        return split(bytes);
    }

    /** From 64 bytes: encryption, then the two of the authenticator. */
    static Key split(byte[] bytes) {
        return of(
                Arrays.copyOfRange(bytes, 0, 32), Arrays.copyOfRange(bytes, 32, 48), Arrays.copyOfRange(bytes, 48, 64));
    }

    public byte[] encryption() {
        return encryption.clone();
    }

    public byte[] macCipher() {
        return macCipher.clone();
    }

    public byte[] macPolynomial() {
        return macPolynomial.clone();
    }

    /** Bytes that nobody can guess. */
    public static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Seals these bytes. */
    public byte[] seal(byte[] plain) {
        byte[] sealed = new byte[plain.length + OVERHEAD];
        System.arraycopy(plain, 0, sealed, VECTOR, plain.length);
        seal(sealed, 0, plain.length);
        return sealed;
    }

    /**
     * Seals in place: the plain bytes lie 16 behind the offset, with room for 16 more behind them.
     *
     * @param length of the plain bytes
     */
    public void seal(byte[] buffer, int offset, int length) {
        byte[] vector = randomBytes(VECTOR);
        System.arraycopy(vector, 0, buffer, offset, VECTOR);
        int from = offset + VECTOR;
        byte[] tag = crypt(vector, buffer, from, buffer, from, length, true);
        System.arraycopy(tag, 0, buffer, from + length, tag.length);
    }

    /** Opens what was sealed, see {@link #open(byte[], int, int)}. */
    public byte[] open(byte[] sealed) throws UnauthenticException {
        return open(sealed, 0, sealed.length);
    }

    /**
     * Opens what was sealed, from a part of an array.
     *
     * @throws UnauthenticException if it is not what was sealed with this key; nothing of it is returned then
     */
    public byte[] open(byte[] sealed, int offset, int length) throws UnauthenticException {
        if (length < OVERHEAD) {
            throw new UnauthenticException(length + " bytes are too few to be sealed");
        }
        int size = length - OVERHEAD;
        byte[] vector = Arrays.copyOfRange(sealed, offset, offset + VECTOR);
        byte[] plain = new byte[size];
        byte[] tag = crypt(vector, sealed, offset + VECTOR, plain, 0, size, false);
        int at = offset + VECTOR + size;
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(sealed, at, at + Poly1305.TAG))) {
            throw new UnauthenticException("its authenticator does not fit");
        }
        return plain;
    }

    /** Encrypts or decrypts, and authenticates the ciphertext while it is in the processor's cache. */
    private byte[] crypt(byte[] vector, byte[] from, int fromAt, byte[] to, int toAt, int length, boolean encrypt) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(encryption, "AES"), new IvParameterSpec(vector));
            Poly1305 mac = new Poly1305(macPolynomial, pad(vector));
            int whole = length & -16;
            for (int done = 0; done < whole; done += SLICE) {
                int slice = Math.min(SLICE, whole - done);
                if (!encrypt) {
                    mac.blocks(from, fromAt + done, slice);
                }
                cipher.update(from, fromAt + done, slice, to, toAt + done);
                if (encrypt) {
                    mac.blocks(to, toAt + done, slice);
                }
            }
            byte[] tag = encrypt ? null : mac.finish(from, fromAt + whole, length - whole);
            cipher.doFinal(from, fromAt + whole, length - whole, to, toAt + whole);
            return tag == null ? mac.finish(to, toAt + whole, length - whole) : tag;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in counter mode", e);
        }
    }

    /** Poly1305-AES: what is added at the end is the vector, encrypted. */
    private byte[] pad(byte[] vector) throws GeneralSecurityException {
        @SuppressWarnings("InsecureCryptoUsage") // one block, as Poly1305-AES is defined
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(macCipher, "AES"));
        return cipher.doFinal(vector);
    }

    private static void check(byte[] part, int length) {
        if (part.length != length || Arrays.equals(part, new byte[length])) {
            throw new IllegalArgumentException("not a key: a part of " + part.length + " bytes");
        }
    }
}
