// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An entry's name as text, which JSON needs and names need not be: quoted as Go's {@code strconv.Quote} does it, without
 * the quotation marks. Source: restic's doc/design.rst, "Trees and Data", and pkg.go.dev/strconv.
 */
final class QuotedName {
    private QuotedName() {}

    static String quote(byte[] name) {
        StringBuilder text = new StringBuilder(name.length);
        for (int at = 0; at < name.length; ) {
            int length = Utf8.length(name, at);
            if (length == 0) {
                hex(text.append("\\x"), name[at] & 0xff, 2);
                at++;
            } else {
                append(text, Utf8.rune(name, at, length));
                at += length;
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int rune) {
        switch (rune) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case 0x07 -> text.append("\\a");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case 0x0b -> text.append("\\v");
            default -> {
                if (printable(rune)) {
                    text.appendCodePoint(rune);
                } else if (rune < ' ' || rune == 0x7f) {
                    hex(text.append("\\x"), rune, 2);
                } else if (rune < 0x1_0000) {
                    hex(text.append("\\u"), rune, 4);
                } else {
                    hex(text.append("\\U"), rune, 8);
                }
            }
        }
    }

    /** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and of all spaces the ASCII one. */
    private static boolean printable(int rune) {
        if (rune < 0x7f) {
            return rune >= ' ';
        }
        return switch (Character.getType(rune)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void hex(StringBuilder text, int value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            text.append(Character.forDigit(value >>> shift & 0xf, 16));
        }
    }

    /** @throws IllegalArgumentException if it is not what quoting yields */
    static byte[] unquote(String text) {
        if (text.indexOf('\\') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream name = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); ) {
            int rune = text.codePointAt(at);
            if (rune == '"' || rune == '\n') {
                throw bad(text);
            }
            at = rune == '\\' ? escape(text, at, name) : plain(rune, at, name);
        }
        return name.toByteArray();
    }

    private static int plain(int rune, int at, ByteArrayOutputStream name) {
        write(rune, name);
        return at + Character.charCount(rune);
    }

    /** Reads an escape and returns where it ends. */
    private static int escape(String text, int at, ByteArrayOutputStream name) {
        if (at + 1 >= text.length()) {
            throw bad(text);
        }
        char kind = text.charAt(at + 1);
        int simple = "abfnrtv\\\"".indexOf(kind);
        if (simple >= 0) {
            name.write("\u0007\b\f\n\r\t\u000b\\\"".charAt(simple));
            return at + 2;
        }
        return switch (kind) {
            case 'x' -> {
                name.write(number(text, at + 2, 2, 16));
                yield at + 4;
            }
            case 'u' -> {
                write(rune(text, at + 2, 4), name);
                yield at + 6;
            }
            case 'U' -> {
                write(rune(text, at + 2, 8), name);
                yield at + 10;
            }
            default -> {
                int octal = number(text, at + 1, 3, 8);
                if (octal > 0xff) {
                    throw bad(text);
                }
                name.write(octal);
                yield at + 4;
            }
        };
    }

    private static int rune(String text, int at, int digits) {
        int rune = number(text, at, digits, 16);
        if (rune < 0 || rune > Character.MAX_CODE_POINT || (rune >= 0xd800 && rune <= 0xdfff)) {
            throw bad(text);
        }
        return rune;
    }

    private static int number(String text, int at, int digits, int radix) {
        if (at + digits > text.length()) {
            throw bad(text);
        }
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                throw bad(text);
            }
            number = number * radix + digit;
        }
        return number;
    }

    private static void write(int rune, ByteArrayOutputStream name) {
        name.writeBytes(Character.toString(rune).getBytes(StandardCharsets.UTF_8));
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("a name that is not quoted as restic does it: " + text);
    }
}
