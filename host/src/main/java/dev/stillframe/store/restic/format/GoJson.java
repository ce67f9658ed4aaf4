// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes JSON byte for byte as Go's {@code encoding/json} does, because a tree's name is the hash of its JSON. Source:
 * pkg.go.dev/encoding/json: besides what JSON demands, the characters {@code < > &} and U+2028, U+2029 are escaped.
 */
final class GoJson {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(1024);
    private boolean first = true;

    GoJson begin(char bracket) {
        text.append(bracket);
        first = true;
        return this;
    }

    GoJson end(char bracket) {
        text.append(bracket);
        first = false;
        return this;
    }

    /** A comma, unless nothing stands before. */
    GoJson next() {
        if (!first) {
            text.append(',');
        }
        first = false;
        return this;
    }

    GoJson key(String name) {
        next();
        text.append('"').append(name).append("\":");
        return this;
    }

    GoJson field(String name, long value) {
        key(name).text.append(value);
        return this;
    }

    /** A number that Go has without a sign. */
    GoJson unsigned(String name, long value) {
        key(name).text.append(Long.toUnsignedString(value));
        return this;
    }

    GoJson field(String name, boolean value) {
        key(name).text.append(value);
        return this;
    }

    GoJson field(String name, String value) {
        return key(name).string(value);
    }

    GoJson field(String name, Hash id) {
        key(name).text.append('"').append(id).append('"');
        return this;
    }

    GoJson base64(String name, byte[] value) {
        key(name)
                .text
                .append('"')
                .append(Base64.getEncoder().encodeToString(value))
                .append('"');
        return this;
    }

    GoJson raw(String json) {
        text.append(json);
        return this;
    }

    GoJson string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&') {
                text.append(c);
            } else {
                escaped(value, i);
            }
        }
        text.append('"');
        return this;
    }

    private void escaped(String value, int at) {
        char c = value.charAt(at);
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '<', '>', '&', 0x2028, 0x2029 -> unicode(c);
            default -> {
                if (c < ' ') {
                    unicode(c);
                } else if (Character.isSurrogate(c) && !paired(value, at)) {
                    unicode('\ufffd');
                } else {
                    text.append(c);
                }
            }
        }
    }

    private static boolean paired(String value, int at) {
        char c = value.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
    }

    private void unicode(char c) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(HEX.charAt(c >>> shift & 0xf));
        }
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
