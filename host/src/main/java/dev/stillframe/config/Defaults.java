// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills in the schema's {@code default}s, so that a default is written down in one place only. */
final class Defaults {
    private final JsonNode schema;

    /** @param schema the whole schema; references in it lead to {@code $defs} of its own */
    Defaults(JsonNode schema) {
        this.schema = schema;
    }

    void fill(ObjectNode value) {
        fill(value, schema);
    }

    private void fill(ObjectNode value, JsonNode shape) {
        JsonNode properties = shape.path("properties");
        properties.forEachEntry((key, property) -> {
            if (!value.has(key) && property.has("default")) {
                value.set(key, property.path("default").deepCopy());
            }
        });
        value.forEachEntry((key, child) -> {
            JsonNode childShape = properties.has(key) ? properties.path(key) : shape.path("additionalProperties");
            if (child instanceof ObjectNode object) {
                fill(object, resolved(childShape));
            }
        });
    }

    private JsonNode resolved(JsonNode shape) {
        String reference = shape.path("$ref").asString("");
        return reference.startsWith("#") ? schema.at(reference.substring(1)) : shape;
    }
}
