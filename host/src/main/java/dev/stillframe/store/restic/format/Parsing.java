// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON that somebody else may have written, or damaged. A field of JSON's null counts as missing, as in Go. */
final class Parsing {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Parsing() {}

    /** Something that reads JSON and throws a runtime exception if it is not what it should be. */
    interface Reading<T> {
        T read();
    }

    /**
     * Turns what goes wrong in reading into an error that names what was read.
     *
     * @throws RepositoryException if the JSON is not what it should be
     */
    static <T> T guarded(String what, Reading<T> reading) throws RepositoryException {
        try {
            return reading.read();
        } catch (JacksonException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw RepositoryException.damaged(what, firstLine(e), e);
        }
    }

    static JsonParser parser(byte[] json) {
        return MAPPER.createParser(json);
    }

    /** The one object that this JSON is. */
    static JsonNode object(byte[] json) {
        JsonNode root = MAPPER.readTree(json);
        require(root != null && root.isObject(), "it holds no object");
        return root;
    }

    static String text(JsonNode object, String key) {
        return optional(object, key).map(Parsing::text).orElse("");
    }

    static String text(JsonNode value) {
        require(value.isString(), "text was expected, not " + brief(value));
        return value.stringValue();
    }

    static long number(JsonNode object, String key) {
        return optional(object, key).map(Parsing::number).orElse(0L);
    }

    private static long number(JsonNode value) {
        require(
                value.isIntegralNumber() && value.canConvertToLong(),
                "a whole number was expected, not " + brief(value));
        return value.longValue();
    }

    static int small(JsonNode object, String key) {
        return Math.toIntExact(number(object, key));
    }

    static boolean flag(JsonNode object, String key) {
        return optional(object, key)
                .map(value -> {
                    require(value.isBoolean(), "true or false was expected, not " + brief(value));
                    return value.booleanValue();
                })
                .orElse(false);
    }

    static Instant time(JsonNode object, String key) {
        return Timestamp.read(text(object, key));
    }

    static byte[] base64(JsonNode object, String key) {
        return java.util.Base64.getDecoder().decode(text(object, key));
    }

    static List<String> texts(JsonNode object, String key) {
        return optional(object, key)
                .map(array -> {
                    require(array.isArray(), "a list was expected for " + key);
                    List<String> texts = new ArrayList<>();
                    array.forEach(value -> texts.add(text(value)));
                    return texts;
                })
                .orElse(new ArrayList<>());
    }

    static <T> Optional<T> optional(JsonNode object, String key, Function<String, T> read) {
        return optional(object, key).map(value -> read.apply(text(value)));
    }

    static Optional<JsonNode> optional(JsonNode object, String key) {
        JsonNode value = object.path(key);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    static void require(boolean right, String wrong) {
        if (!right) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
