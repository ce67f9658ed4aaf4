// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in bytes. */
final class Words {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int u16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    static int i32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long u32(byte[] bytes, int at) {
        return i32(bytes, at) & 0xffffffffL;
    }

    static long i64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** The exclusive or of whole words and of the zero-padded rest. */
    static int xor(byte[] bytes, int from, int length) {
        int x = 0;
        int at = from;
        for (; at + 4 <= from + length; at += 4) {
            x ^= i32(bytes, at);
        }
        for (int shift = 0; at < from + length; at++, shift += 8) {
            x ^= u8(bytes, at) << shift;
        }
        return x;
    }

    static boolean zero(byte[] bytes, int from, int length) {
        int at = from;
        for (; at + 8 <= from + length; at += 8) {
            if (i64(bytes, at) != 0) {
                return false;
            }
        }
        for (; at < from + length; at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return true;
    }
}
