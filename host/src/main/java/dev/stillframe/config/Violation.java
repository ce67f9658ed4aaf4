// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One breach of a schema, in our words: the schema says what was expected, and the value itself, which may be secret, is
 * never repeated.
 *
 * @param code the last word of the error's code
 * @param pointer to what is wrong, from the root of the checked value
 * @param aboutKey whether the message is about the key at the pointer rather than the value
 */
record Violation(String code, Pointer pointer, boolean aboutKey, String message, String hint) {

    /** @param schema the schema object that holds the keyword which failed */
    static Violation of(Error error, JsonNode schema) {
        Pointer at = new Pointer(error.getInstanceLocation().toString());
        String keyword = error.getKeyword() == null ? "" : error.getKeyword();
        String property = error.getProperty() == null ? "" : error.getProperty();
        String hint = schema.path("x-hint").asString("");
        return switch (keyword) {
            case "additionalProperties", "unevaluatedProperties" -> unknownKey(at, property, schema);
            case "required" ->
                new Violation(
                        "missing-key",
                        at,
                        true,
                        "the key " + Quoted.of(property) + " is missing",
                        description(schema, property));
            case "type" -> new Violation("type", at, false, type(schema, error.getInstanceNode()), hint);
            case "enum" -> oneOf(at, schema, error.getInstanceNode());
            case "propertyNames" ->
                new Violation(
                        "key",
                        at.child(property),
                        true,
                        "a name must be " + schema.path(keyword).path("x-hint").asString("another"),
                        "");
            case "pattern" ->
                new Violation(
                        "value",
                        at,
                        false,
                        hint.isEmpty() ? "must match " + schema.path("pattern").asString("") : "must be " + hint,
                        "");
            case "minItems", "minLength", "minProperties" ->
                new Violation("value", at, false, least(schema, keyword), hint);
            case "not" -> new Violation("value", at, true, forbidden(schema.path("not"), error.getMessage()), hint);
            case "uniqueItems" -> new Violation("value", at, false, "names the same thing twice", "keep one");
            default -> new Violation("value", at, false, error.getMessage(), hint);
        };
    }

    /** The same with no secret in it. */
    Violation redacted(Secrets secrets) {
        return new Violation(code, pointer, aboutKey, secrets.redact(message), hint);
    }

    /** Keys that exclude each other are the one thing that {@code not} is commonly used for. */
    private static String forbidden(JsonNode not, String otherwise) {
        List<String> keys = texts(not.path("required"));
        return keys.size() < 2 ? otherwise : "only one of " + String.join(", ", keys) + " may be set";
    }

    private static Violation unknownKey(Pointer at, String key, JsonNode schema) {
        String later = schema.path("x-later").path(key).asString("");
        List<String> known = new ArrayList<>();
        schema.path("properties").forEachEntry((name, value) -> known.add(name));
        return new Violation(
                later.isEmpty() ? "unknown-key" : "not-supported",
                at.child(key),
                true,
                later.isEmpty()
                        ? "unknown key " + Quoted.of(key)
                        : "the key " + Quoted.of(key) + " is not supported yet",
                later.isEmpty() ? Suggestion.hint(key, known) : later);
    }

    private static Violation oneOf(Pointer at, JsonNode schema, JsonNode value) {
        List<String> known = texts(schema.path("enum"));
        String hint = Suggestion.nearest(value.asString(""), known)
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElse("");
        return new Violation("value", at, false, "must be one of " + String.join(", ", known), hint);
    }

    private static String description(JsonNode schema, String key) {
        String text = schema.path("properties").path(key).path("description").asString("");
        return text.isEmpty()
                ? ""
                : key + ": " + Character.toLowerCase(text.charAt(0))
                        + text.substring(1).replaceAll("\\.$", "");
    }

    private static String least(JsonNode schema, String keyword) {
        long least = schema.path(keyword).asLong(1);
        return least == 1
                ? "must not be empty"
                : "must have at least " + least + (keyword.equals("minLength") ? " characters" : " entries");
    }

    private static String type(JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        List<String> names = type.isArray() ? texts(type) : List.of(type.asString(""));
        return "must be "
                + String.join(" or ", names.stream().map(Violation::typeName).toList()) + ", but is " + kind(value);
    }

    private static String typeName(String type) {
        return switch (type) {
            case "object" -> "a mapping";
            case "array" -> "a list";
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> "empty";
        };
    }

    private static String kind(JsonNode value) {
        if (value == null || value.isNull()) {
            return "empty";
        }
        if (value.isNumber()) {
            return "a number";
        }
        return value.isString()
                ? "text"
                : value.isBoolean() ? "true or false" : value.isArray() ? "a list" : "a mapping";
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString(item.toString())));
        return texts;
    }
}
