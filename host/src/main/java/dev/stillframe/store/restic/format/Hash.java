// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** A SHA-256 that names something in a repository: four words, no array, because there are millions of them. A value. */
public abstract sealed class Hash permits BlobId, FileId {
    /** In bytes. */
    public static final int LENGTH = 32;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    Hash(byte[] bytes, int at) {
        this((long) WORD.get(bytes, at), (long) WORD.get(bytes, at + 8), (long) WORD.get(bytes, at + 16), (long)
                WORD.get(bytes, at + 24));
    }

    Hash(long first, long second, long third, long fourth) {
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
    }

    /** Bytes 0 to 7, the first most significant. */
    public final long first() {
        return first;
    }

    /** Bytes 8 to 15. */
    public final long second() {
        return second;
    }

    /** Bytes 16 to 23. */
    public final long third() {
        return third;
    }

    /** Bytes 24 to 31. */
    public final long fourth() {
        return fourth;
    }

    /** Puts the 32 bytes into an array. */
    public final void put(byte[] into, int at) {
        WORD.set(into, at, first);
        WORD.set(into, at + 8, second);
        WORD.set(into, at + 16, third);
        WORD.set(into, at + 24, fourth);
    }

    public final byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        put(bytes, 0);
        return bytes;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Hash that
                && getClass() == that.getClass()
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(first); // a cryptographic hash is spread as well as can be
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public final String toString() {
        return HexFormat.of().formatHex(bytes());
    }

    /** The first eight digits, as restic shows ids to people. */
    public final String brief() {
        return toString().substring(0, 8);
    }

    static byte[] parseHex(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new IllegalArgumentException("an id has 64 hexadecimal digits, not " + hex.length());
        }
        return HexFormat.of().parseHex(hex);
    }
}
