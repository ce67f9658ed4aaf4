// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Single values: text, whole numbers of 64 bits, finite numbers, true and false, nothing. */
final class YamlScalars {
    private static final Map<Tag, ConstructNode> CONSTRUCTORS = new CoreSchema().getSchemaTagConstructors();

    private final Findings findings;

    YamlScalars(Findings findings) {
        this.findings = findings;
    }

    JsonNode convert(ScalarNode scalar, Pointer pointer) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return json.stringNode(scalar.getValue());
        }
        ConstructNode constructor = CONSTRUCTORS.get(tag);
        if (constructor == null) {
            return refuse(scalar, pointer, "the tag " + Quoted.of(tag.getValue()) + " is not supported");
        }
        Object value;
        try {
            value = constructor.construct(scalar);
        } catch (YamlEngineException | IllegalArgumentException e) {
            return refuse(scalar, pointer, "not a value of the kind that its tag says");
        }
        if (value == null) {
            return json.nullNode();
        }
        if (value instanceof Boolean flag) {
            return json.booleanNode(flag);
        }
        if (value instanceof Integer || value instanceof Long) {
            return json.numberNode(((Number) value).longValue());
        }
        if (value instanceof Number number && !(number instanceof java.math.BigInteger)) {
            double real = number.doubleValue();
            return Double.isFinite(real) ? json.numberNode(real) : refuse(scalar, pointer, "must be a finite number");
        }
        return refuse(scalar, pointer, "a number that does not fit into 64 bits");
    }

    private JsonNode refuse(ScalarNode scalar, Pointer pointer, String message) {
        findings.add("value", YamlReading.at(scalar), pointer, message, "put text in quotes");
        return JsonNodeFactory.instance.nullNode();
    }
}
