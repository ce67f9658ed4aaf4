// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as a configuration writes them: a whole number and a binary unit, {@code 16MiB}. */
final class ByteSize {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,6})(KiB|MiB|GiB)");
    private static final Map<String, Integer> SHIFTS = Map.of("KiB", 10, "MiB", 20, "GiB", 30);

    private ByteSize() {}

    /** In bytes; empty if the text is no size, which the schema tells. */
    static OptionalLong parse(String text) {
        Matcher size = TEXT.matcher(text);
        return size.matches()
                ? OptionalLong.of(Long.parseLong(size.group(1)) << SHIFTS.getOrDefault(size.group(2), 0))
                : OptionalLong.empty();
    }

    /** In whole mebibytes, rounded up: what is asked for must suffice. */
    static String text(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + "MiB";
    }
}
