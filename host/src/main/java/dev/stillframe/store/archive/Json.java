// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How values stand in a manifest. Everything that is read may be damaged or foreign: what does not fit is an {@link
 * IllegalArgumentException} that says which field.
 */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] line(ObjectNode object) {
        return (MAPPER.writeValueAsString(object) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode parse(byte[] line) {
        try {
            if (MAPPER.readTree(line) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    /** Bytes as text where they are UTF-8, else as {@code {"base64": ...}}. */
    static JsonNode bytes(byte[] value) {
        try {
            return JsonNodeFactory.instance.stringNode(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString());
        } catch (CharacterCodingException e) {
            return object().put("base64", Base64.getEncoder().encodeToString(value));
        }
    }

    static byte[] bytes(JsonNode value, String name) {
        if (value.isString()) {
            return value.stringValue().getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof ObjectNode object) {
            return Base64.getDecoder().decode(text(object, "base64"));
        }
        throw new IllegalArgumentException("field \"" + name + "\" holds no bytes");
    }

    static JsonNode field(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("field \"" + name + "\" is missing");
        }
        return value;
    }

    static String text(ObjectNode object, String name) {
        JsonNode value = field(object, name);
        if (!value.isString()) {
            throw new IllegalArgumentException("field \"" + name + "\" is not text");
        }
        return value.stringValue();
    }

    static long number(ObjectNode object, String name) {
        return number(field(object, name), name);
    }

    static long number(JsonNode value, String name) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("field \"" + name + "\" is not a whole number");
        }
        return value.longValue();
    }

    static long natural(ObjectNode object, String name) {
        long value = number(object, name);
        if (value < 0) {
            throw new IllegalArgumentException("field \"" + name + "\" is negative");
        }
        return value;
    }

    static Instant instant(ObjectNode object, String name) {
        try {
            return Instant.parse(text(object, name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("field \"" + name + "\" is not a time", e);
        }
    }
}
