// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.image;

import java.util.List;
import java.util.regex.Pattern;

/** A pattern of a file set, as {@link dev.stillframe.api.FileSet} defines it. */
final class NamePattern {
    private final List<String> parts;

    NamePattern(String pattern) {
        parts = List.of(pattern.split("/", -1));
    }

    /** Whether it names this entry or a folder above it. */
    boolean covers(List<String> names) {
        for (int length = 1; length <= names.size(); length++) {
            if (matches(0, names.subList(0, length))) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(int part, List<String> names) {
        if (part == parts.size()) {
            return names.isEmpty();
        }
        if (parts.get(part).equals("**")) {
            boolean last = part == parts.size() - 1;
            for (int skipped = last ? 1 : 0; skipped <= names.size(); skipped++) {
                if (matches(part + 1, names.subList(skipped, names.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !names.isEmpty()
                && name(parts.get(part)).matcher(names.get(0)).matches()
                && matches(part + 1, names.subList(1, names.size()));
    }

    private static Pattern name(String part) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
