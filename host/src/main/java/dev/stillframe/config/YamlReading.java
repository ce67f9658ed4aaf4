// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns YAML (version 1.2.2, core schema) into JSON and notes where everything is. What YAML can say and JSON cannot is
 * an error, as are duplicate keys. One document, one thread.
 */
final class YamlReading {
    /** Far more than anybody writes; bounds what aliases of aliases can blow up. */
    private static final int MOST_NODES = 50_000;

    private final Findings findings;
    private final Map<Pointer, Position> values = new HashMap<>();
    private final Map<Pointer, Position> keys = new HashMap<>();
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
    private final YamlScalars scalars;
    private int nodes;

    YamlReading(Findings findings) {
        this.findings = findings;
        this.scalars = new YamlScalars(findings);
    }

    /** Empty if there is nothing to go on with; the findings say why. */
    Optional<Document> read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true) // found and reported here, with a position
                .setAllowNonScalarKeys(true)
                .setUseMarks(true)
                .build();
        try {
            Iterator<Node> documents =
                    new Compose(settings).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                findings.add("empty", Position.FILE, Pointer.ROOT, "the file is empty", "start from the example");
                return Optional.empty();
            }
            Node first = documents.next();
            if (documents.hasNext()) {
                findings.add(
                        "documents", at(documents.next()), Pointer.ROOT, "a second document begins here", "keep one");
            }
            return root(first);
        } catch (MarkedYamlEngineException e) {
            Position position = e.getProblemMark().map(Position::of).orElse(Position.FILE);
            String context = e.getContext() == null ? "" : " " + e.getContext();
            findings.add("syntax", position, Pointer.ROOT, "not YAML: " + e.getProblem() + context, "");
        } catch (YamlEngineException e) {
            findings.add("syntax", Position.FILE, Pointer.ROOT, "not YAML: " + firstLine(e), "");
        } catch (StackOverflowError e) { // the library composes recursively and knows no limit
            findings.add("syntax", Position.FILE, Pointer.ROOT, "nested too deeply", "");
        }
        return Optional.empty();
    }

    private Optional<Document> root(Node node) {
        JsonNode root = convert(node, Pointer.ROOT);
        if (root instanceof ObjectNode object) {
            return Optional.of(new Document(object, values, keys));
        }
        findings.add("type", at(node), Pointer.ROOT, "must be a mapping", "write key: value lines");
        return Optional.empty();
    }

    private JsonNode convert(Node node, Pointer pointer) {
        values.put(pointer, at(node));
        if (++nodes > MOST_NODES) {
            if (nodes == MOST_NODES + 1) {
                findings.add("too-large", at(node), pointer, "more than " + MOST_NODES + " values", "");
            }
            return JsonNodeFactory.instance.nullNode();
        }
        if (node instanceof ScalarNode scalar) {
            return scalars.convert(scalar, pointer);
        }
        if (open.put(node, true) != null) {
            findings.add("alias", at(node), pointer, "an alias refers to what it lies in", "");
            return JsonNodeFactory.instance.nullNode();
        }
        JsonNode converted = node instanceof MappingNode mapping ? mapping(mapping, pointer) : sequence(node, pointer);
        open.remove(node);
        return converted;
    }

    private JsonNode sequence(Node node, Pointer pointer) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                array.add(convert(item, pointer.child(array.size())));
            }
        }
        return array;
    }

    private JsonNode mapping(MappingNode mapping, Pointer pointer) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (!(keyNode instanceof ScalarNode scalar)) {
                findings.add("key", at(keyNode), pointer, "a key must be text", "");
                continue;
            }
            String key = scalar.getValue();
            Pointer child = pointer.child(key);
            Position first = keys.get(child);
            if (object.has(key) && first != null) {
                findings.add(
                        "duplicate-key",
                        at(keyNode),
                        child,
                        "the key " + Quoted.of(key) + " is here twice",
                        "first on line " + first.line() + "; keep one");
                continue;
            }
            keys.put(child, at(keyNode));
            object.set(key, convert(tuple.getValueNode(), child));
        }
        return object;
    }

    static Position at(Node node) {
        return node.getStartMark().map(Position::of).orElse(Position.FILE);
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
