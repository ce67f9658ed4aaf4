// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The values that came from {@code ${env:NAME}} and {@code ${file:PATH}}. Whatever is about to be printed or logged goes
 * through {@link #redact}. Immutable; any thread.
 */
public final class Secrets {
    private static final String STARS = "***";

    private final List<String> values;

    Secrets(Collection<String> values) {
        // each line too: messages are cut into lines; the longest first: a secret may contain another one
        this.values = values.stream()
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
                .filter(value -> !value.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    public static Secrets none() {
        return new Secrets(List.of());
    }

    /** The text with every secret in it replaced by stars. */
    public String redact(String text) {
        String clean = text;
        for (String value : values) {
            clean = clean.replace(value, STARS);
        }
        return clean;
    }

    /** How many there are, never what they are. */
    @Override
    public String toString() {
        return "Secrets[" + values.size() + "]";
    }
}
