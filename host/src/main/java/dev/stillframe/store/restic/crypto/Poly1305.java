// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Poly1305, RFC 8439 section 2.5, of one message. One thread.
 *
 * <p>Numbers modulo 2^130 - 5 stand in limbs of 44, 44 and 42 bits. A product of two limbs is split at bit 44 without any
 * carry: its upper part is the high word of the product of both factors shifted left by ten, its lower part lies in the
 * low word of the plain product. See docs/decisions/0007 for what that is worth.
 */
final class Poly1305 {
    static final int TAG = 16;

    private static final int BLOCK = 16;
    private static final long MASK_44 = (1L << 44) - 1;
    private static final long MASK_42 = (1L << 42) - 1;
    /** Bit 128, which every whole block has in front, in the third limb. */
    private static final long WHOLE = 1L << 40;

    private static final int SHIFT = 10;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long r0;
    private final long r1;
    private final long r2;
    private final long padLow;
    private final long padHigh;
    private long h0;
    private long h1;
    private long h2;

    /**
     * @param r 16 bytes, clamped here
     * @param pad 16 bytes that are added at the end
     */
    Poly1305(byte[] r, byte[] pad) {
        long low = (long) WORD.get(r, 0) & 0x0fff_fffc_0fff_ffffL;
        long high = (long) WORD.get(r, 8) & 0x0fff_fffc_0fff_fffcL;
        r0 = low & MASK_44;
        r1 = (low >>> 44 | high << 20) & MASK_44;
        r2 = high >>> 24;
        padLow = (long) WORD.get(pad, 0);
        padHigh = (long) WORD.get(pad, 8);
    }

    /** Takes whole blocks: the length is a multiple of 16. */
    void blocks(byte[] message, int offset, int length) {
        absorb(message, offset, length, WHOLE);
    }

    /** Takes the end of the message, less than 16 bytes, and yields the tag. */
    byte[] finish(byte[] message, int offset, int length) {
        if (length > 0) {
            byte[] last = new byte[BLOCK];
            System.arraycopy(message, offset, last, 0, length);
            last[length] = 1;
            absorb(last, 0, BLOCK, 0);
        }
        return tag();
    }

    /** All that the loop needs is local: fields would be stored and loaded for each block. */
    private void absorb(byte[] message, int offset, int length, long top) {
        final long r0 = this.r0;
        final long r1 = this.r1;
        final long r2 = this.r2;
        final long s1 = r1 * 20; // 2^132 is 20 modulo 2^130 - 5
        final long s2 = r2 * 20;
        final long t0 = r0 << SHIFT;
        final long t1 = r1 << SHIFT;
        final long t2 = r2 << SHIFT;
        final long u1 = s1 << SHIFT;
        final long u2 = s2 << SHIFT;
        long a0 = h0;
        long a1 = h1;
        long a2 = h2;
        for (int at = offset; at < offset + length; at += BLOCK) {
            long low = (long) WORD.get(message, at);
            long high = (long) WORD.get(message, at + 8);
            a0 += low & MASK_44;
            a1 += (low >>> 44 | high << 20) & MASK_44;
            a2 += high >>> 24 | top;

            long b0 = a0 << SHIFT;
            long b1 = a1 << SHIFT;
            long b2 = a2 << SHIFT;
            long low0 = (a0 * r0 & MASK_44) + (a1 * s2 & MASK_44) + (a2 * s1 & MASK_44);
            long low1 = (a0 * r1 & MASK_44) + (a1 * r0 & MASK_44) + (a2 * s2 & MASK_44);
            long low2 = (a0 * r2 & MASK_44) + (a1 * r1 & MASK_44) + (a2 * r0 & MASK_44);
            long high0 = Math.multiplyHigh(b0, t0) + Math.multiplyHigh(b1, u2) + Math.multiplyHigh(b2, u1);
            long high1 = Math.multiplyHigh(b0, t1) + Math.multiplyHigh(b1, t0) + Math.multiplyHigh(b2, u2);
            long high2 = Math.multiplyHigh(b0, t2) + Math.multiplyHigh(b1, t1) + Math.multiplyHigh(b2, t0);

            long d1 = low1 + high0 + (low0 >>> 44);
            long d2 = low2 + high1 + (d1 >>> 44);
            long d0 = (low0 & MASK_44) + ((high2 << 2) + (d2 >>> 42)) * 5;
            a0 = d0 & MASK_44;
            a1 = (d1 & MASK_44) + (d0 >>> 44);
            a2 = d2 & MASK_42;
        }
        h0 = a0;
        h1 = a1;
        h2 = a2;
    }

    private byte[] tag() {
        for (int round = 0; round < 2; round++) { // the first may leave a carry for the second
            h2 += h1 >>> 44;
            h1 &= MASK_44;
            h0 += (h2 >>> 42) * 5;
            h2 &= MASK_42;
            h1 += h0 >>> 44;
            h0 &= MASK_44;
        }
        h2 += h1 >>> 44;
        h1 &= MASK_44;

        // h - (2^130 - 5), which is taken if it is not negative
        long g0 = h0 + 5;
        long g1 = h1 + (g0 >>> 44);
        long g2 = h2 + (g1 >>> 44) - (1L << 42);
        long take = ~(g2 >> 63);
        long f0 = (h0 & ~take) | (g0 & MASK_44 & take);
        long f1 = (h1 & ~take) | (g1 & MASK_44 & take);
        long f2 = (h2 & ~take) | (g2 & MASK_42 & take);

        long low = f0 | f1 << 44;
        long high = f1 >>> 20 | f2 << 24;
        long sum = low + padLow;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        byte[] tag = new byte[TAG];
        WORD.set(tag, 0, sum);
        WORD.set(tag, 8, high + padHigh + carry);
        return tag;
    }
}
