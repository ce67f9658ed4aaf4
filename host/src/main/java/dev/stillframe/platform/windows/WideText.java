// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text as Windows has it: UTF-16, little-endian, ending with NUL. Written by hand, because JNA's WString is as wide as
 * the platform's {@code wchar_t}: four bytes on Linux.
 */
final class WideText {
    private static final int LONGEST = 1 << 16;

    private WideText() {}

    static Memory of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        Memory memory = new Memory(bytes.length + 2L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setShort(bytes.length, (short) 0);
        return memory;
    }

    /** A null pointer for an empty text: VSS says "no logical path" by it. */
    static @Nullable Memory orNull(String text) {
        return text.isEmpty() ? null : of(text);
    }

    /** A null pointer reads as an empty text, as everywhere in COM. */
    static String read(@Nullable Pointer text) {
        StringBuilder read = new StringBuilder();
        if (text != null) {
            for (long at = 0; read.length() < LONGEST && text.getShort(at) != 0; at += 2) {
                read.append((char) text.getShort(at));
            }
        }
        return read.toString();
    }

    /** A BSTR whole, whose length in bytes stands before its text. */
    static String whole(@Nullable Pointer text) {
        return text == null ? "" : read(text.getByteArray(0, text.getInt(-4)));
    }

    /** Char by char: a decoder would replace halves of surrogate pairs. A zero at the end is no part of it. */
    static String read(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length / 2);
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            text.append((char) ((bytes[i] & 0xff) | (bytes[i + 1] & 0xff) << 8));
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
