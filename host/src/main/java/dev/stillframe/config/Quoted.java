// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

/** Text from a file, fit for a line of a message. */
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /** In double quotes; control characters stand as escapes, what is long is cut. */
    static String of(String text) {
        StringBuilder line = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || c == '"' || c == '\\') {
                line.append(String.format("\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.append(text.codePointCount(0, text.length()) > LONGEST ? "...\"" : "\"")
                .toString();
    }
}
