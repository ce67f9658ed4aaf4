// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.config.Secrets;
import java.util.Collection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the objects that {@code --json} prints. Each says in {@code kind} what it is. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Json() {}

    static ObjectNode object(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    /** A record or a list of records, component by component. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static ArrayNode texts(Collection<?> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    /** On one line, with no secret in any text. */
    static String line(ObjectNode object, Secrets secrets) {
        return MAPPER.writeValueAsString(redacted(object, secrets));
    }

    private static JsonNode redacted(JsonNode node, Secrets secrets) {
        if (node instanceof ObjectNode object) {
            ObjectNode clean = JsonNodeFactory.instance.objectNode();
            object.forEachEntry((key, value) -> clean.set(secrets.redact(key), redacted(value, secrets)));
            return clean;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode clean = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> clean.add(redacted(item, secrets)));
            return clean;
        }
        return node.isString() ? JsonNodeFactory.instance.stringNode(secrets.redact(node.stringValue())) : node;
    }
}
