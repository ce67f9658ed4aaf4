// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One application's {@code settings} from the configuration: plain data that was checked against the writer's schema.
 * Values are {@code String}, {@code Boolean}, {@code Long}, {@code Double}, {@code List} and {@code Map} of these.
 *
 * <p>The getters expect what the schema demands; where the schema did not, they throw {@link WriterException} with the
 * code {@code settings.invalid}.
 */
public record Settings(Map<String, Object> values) {
    public Settings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Settings with nothing set. */
    public static Settings empty() {
        return new Settings(Map.of());
    }

    /** A string; empty if the key is not set. */
    public Optional<String> text(String key) throws WriterException {
        return Optional.ofNullable(typed(key, values.get(key), String.class));
    }

    /** @throws WriterException if the key is not set */
    public String requiredText(String key) throws WriterException {
        return text(key).orElseThrow(() -> invalid(key, "is required"));
    }

    /** A truth value; empty if the key is not set. */
    public Optional<Boolean> flag(String key) throws WriterException {
        return Optional.ofNullable(typed(key, values.get(key), Boolean.class));
    }

    /** A whole number; empty if the key is not set. */
    public Optional<Long> number(String key) throws WriterException {
        return Optional.ofNullable(typed(key, values.get(key), Long.class));
    }

    /** The strings of a list; a missing key is an empty list. */
    public List<String> texts(String key) throws WriterException {
        List<?> items = typed(key, values.get(key), List.class);
        if (items == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            String text = typed(key, item, String.class);
            if (text == null) {
                throw invalid(key, "holds an empty item");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** The settings below a key; a missing key is {@link #empty()}. */
    public Settings section(String key) throws WriterException {
        Map<?, ?> section = typed(key, values.get(key), Map.class);
        if (section == null) {
            return empty();
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        section.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return new Settings(copy);
    }

    private static <T> @Nullable T typed(String key, @Nullable Object value, Class<T> type) throws WriterException {
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw invalid(key, "must be a " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT));
        }
        return type.cast(value);
    }

    private static WriterException invalid(String key, String what) {
        return new WriterException(
                "settings.invalid",
                "setting \"" + key + "\" " + what,
                Retry.DOES_NOT_HELP,
                "correct it under applications.<name>.settings");
    }

    /** The keys only: values may be secret. */
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
