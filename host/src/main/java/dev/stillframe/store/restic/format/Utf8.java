// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

/** Well-formed sequences of UTF-8, see RFC 3629, as Go sees them: a byte that begins none stands alone. */
final class Utf8 {
    private Utf8() {}

    /** How many bytes the sequence at a position has; 0 if there is none. */
    static int length(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int rune = rune(bytes, at, length);
        boolean overlong = (length == 3 && rune < 0x800) || (length == 4 && rune < 0x1_0000);
        boolean surrogate = rune >= 0xd800 && rune <= 0xdfff;
        return overlong || surrogate || rune > Character.MAX_CODE_POINT ? 0 : length;
    }

    /** The code point of a sequence of that length. */
    static int rune(byte[] bytes, int at, int length) {
        int lead = bytes[at] & 0xff;
        int rune = length == 1 ? lead : lead & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            rune = (rune << 6) | (bytes[at + i] & 0x3f);
        }
        return rune;
    }

    static boolean valid(byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            int length = length(bytes, at);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** As text; each byte that is part of no sequence becomes U+FFFD. */
    static String lenient(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (int at = 0; at < bytes.length; ) {
            int length = length(bytes, at);
            text.appendCodePoint(length == 0 ? 0xfffd : rune(bytes, at, length));
            at += Math.max(1, length);
        }
        return text.toString();
    }
}
