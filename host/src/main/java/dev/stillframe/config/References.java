// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces references, {@code ${env:NAME}} and {@code ${file:/path}}, in texts and remembers what they stood for. Two
 * dollar signs in front of the brace stand for one, and nothing is replaced. One reading, one thread.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{(?:(env|file):)?([^}]*)}?");
    private static final int LARGEST_FILE = 64 * 1024;

    private final Map<String, String> environment;
    private final Findings findings;
    private final Set<String> secrets = new LinkedHashSet<>();

    References(Map<String, String> environment, Findings findings) {
        this.environment = environment;
        this.findings = findings;
    }

    /** The same value with every reference in its texts replaced. */
    JsonNode resolve(JsonNode value, Document document, Pointer pointer) {
        if (value instanceof ObjectNode object) {
            ObjectNode resolved = JsonNodeFactory.instance.objectNode();
            object.forEachEntry((key, child) -> resolved.set(key, resolve(child, document, pointer.child(key))));
            return resolved;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> resolved.add(resolve(item, document, pointer.child(resolved.size()))));
            return resolved;
        }
        if (value.isString() && value.stringValue().contains("${")) {
            return JsonNodeFactory.instance.stringNode(text(value.stringValue(), document.value(pointer), pointer));
        }
        return value;
    }

    Secrets secrets() {
        return new Secrets(secrets);
    }

    private String text(String raw, Position position, Pointer pointer) {
        return REFERENCE.matcher(raw).replaceAll(match -> {
            String whole = match.group();
            if (whole.startsWith("$$")) {
                return Matcher.quoteReplacement(whole.substring(1));
            }
            try {
                String value = lookUp(whole, match.group(1), match.group(2));
                secrets.add(value);
                return Matcher.quoteReplacement(value);
            } catch (Unresolved e) {
                findings.add("reference", position, pointer, e.message, e.hint);
                return "";
            }
        });
    }

    private String lookUp(String whole, @org.jspecify.annotations.Nullable String kind, String name) throws Unresolved {
        if (kind == null || name.isEmpty() || !whole.endsWith("}")) {
            throw new Unresolved(
                    Quoted.of(whole) + " is no reference",
                    "write ${env:NAME} or ${file:/path}; $${ stands for a plain ${");
        }
        if (kind.equals("file")) {
            return file(name);
        }
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new Unresolved(
                    "the environment variable " + name + " is " + (value == null ? "not set" : "empty"),
                    "set it where stillframe is started");
        }
        return value;
    }

    private static String file(String name) throws Unresolved {
        if (!name.startsWith("/")) {
            throw new Unresolved("the path " + Quoted.of(name) + " is not absolute", "write ${file:/path}");
        }
        try {
            Path path = HostPath.of(name);
            if (!Files.isRegularFile(path)) {
                throw new Unresolved(name + " is not a file", "create it, readable for this user only");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(LARGEST_FILE + 1);
            }
            if (bytes.length > LARGEST_FILE) {
                throw new Unresolved(name + " is larger than " + LARGEST_FILE + " bytes", "is it the right file?");
            }
            String value = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String line = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
            String secret = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (secret.isEmpty()) {
                throw new Unresolved(name + " is empty", "write the secret into it");
            }
            return secret;
        } catch (CharacterCodingException e) {
            throw new Unresolved(name + " is not UTF-8 text", "is it the right file?");
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw new Unresolved(name + " cannot be read", "it must be readable for this user");
        }
    }

    /** Why a reference stands for nothing. Carries no cause: that could hold what must not be printed. */
    private static final class Unresolved extends Exception {
        private static final long serialVersionUID = 1L;

        final String message;
        final String hint;

        Unresolved(String message, String hint) {
            super(message);
            this.message = message;
            this.hint = hint;
        }
    }
}
