// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import dev.stillframe.store.restic.crypto.Key;
import java.nio.ByteBuffer;

/**
 * The polynomial over GF(2) that restic's chunker works with: bit n is the coefficient of x^n, its degree is 53, and it
 * is irreducible. Each repository has its own, so that nobody can tell from chunk sizes what it holds.
 */
public final class ChunkerPolynomial {
    public static final int DEGREE = 53;

    private ChunkerPolynomial() {}

    public static long random() {
        while (true) { // of all such polynomials with a constant term about 2 in 53 are irreducible
            long bits = ByteBuffer.wrap(Key.randomBytes(Long.BYTES)).getLong();
            long candidate = (bits & ((1L << DEGREE) - 1)) | (1L << DEGREE) | 1;
            if (irreducible(candidate)) {
                return candidate;
            }
        }
    }

    /** Ben-Or's test: no factor of degree i divides it, that is, none is common with x^(2^i) - x. */
    public static boolean irreducible(long polynomial) {
        int degree = degree(polynomial);
        if (degree < 1) {
            return false;
        }
        long power = modulo(2, polynomial); // x
        for (int i = 1; i <= degree / 2; i++) {
            power = square(power, polynomial);
            if (degree(gcd(polynomial, power ^ 2)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static long square(long value, long modulus) {
        long product = 0;
        for (int bit = degree(value); bit >= 0; bit--) {
            product = modulo(product << 1, modulus);
            if ((value >>> bit & 1) != 0) {
                product ^= value;
            }
        }
        return product;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, modulo(a, b));
    }

    private static long modulo(long value, long modulus) {
        int degree = degree(modulus);
        long rest = value;
        while (degree(rest) >= degree) {
            rest ^= modulus << (degree(rest) - degree);
        }
        return rest;
    }

    /** -1 for zero. */
    private static int degree(long polynomial) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(polynomial);
    }
}
