// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reads configuration files. Immutable; any thread. */
public final class ConfigurationReader {
    private static final String SCHEMA = "stillframe.schema.json";
    private static final int LARGEST_FILE = 1024 * 1024;

    private final Map<String, String> environment;
    private final SchemaCheck schema;

    /** @param environment what {@code ${env:NAME}} refers to, normally {@link System#getenv()} */
    public ConfigurationReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.schema = SchemaCheck.of(schema()).orElseThrow(() -> new IllegalStateException(SCHEMA + " is no schema"));
    }

    /** The published JSON Schema (draft 2020-12) of the file. */
    public static String schema() {
        try (InputStream in = ConfigurationReader.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException(SCHEMA + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(SCHEMA + " cannot be read from the class path", e);
        }
    }

    /**
     * Reads a file completely and checks it, each application's settings against its writer's schema included.
     *
     * @throws ConfigurationException if anything is wrong, with everything that is
     */
    public Configuration read(Path file, WriterSchemas writers) throws ConfigurationException {
        return read(file, Optional.of(writers));
    }

    /**
     * Reads a file for a command that starts no writer: settings are checked against no schema, and references to
     * secrets in them are left as they are.
     *
     * @throws ConfigurationException if anything else is wrong, with everything that is
     */
    public Configuration readWithoutWriters(Path file) throws ConfigurationException {
        return read(file, Optional.empty());
    }

    private Configuration read(Path file, Optional<WriterSchemas> writers) throws ConfigurationException {
        Findings findings = new Findings(file);
        Optional<Document> parsed = text(file, findings).flatMap(text -> new YamlReading(findings).read(text));
        if (parsed.isEmpty()) {
            findings.throwIfAny();
            throw new IllegalStateException("nothing read and nothing found in " + file);
        }
        Document document = parsed.get();
        findings.addAll(schema.check(document.root()), document, Pointer.ROOT);
        new SemanticCheck(document, findings).run();
        new RepositoryLimits(document, findings, schema.node()).run();
        References references = new References(environment, findings);
        ObjectNode root = writers.isPresent() ? resolved(document, references) : document.root();
        writers.ifPresent(schemas -> new SettingsCheck(document, findings, references.secrets()).run(root, schemas));
        String hostName = hostName(document, findings);
        findings.throwIfAny();
        new Defaults(schema.node()).fill(root);
        return Assembly.configuration(file, root, hostName, references.secrets());
    }

    /** The document with the references in all settings replaced. */
    private static ObjectNode resolved(Document document, References references) {
        ObjectNode root = document.root().deepCopy();
        Pointer applications = Pointer.ROOT.child("applications");
        root.path("applications").forEachEntry((name, application) -> {
            if (application instanceof ObjectNode object && object.has("settings")) {
                Pointer settings = applications.child(name).child("settings");
                object.set("settings", references.resolve(object.path("settings"), document, settings));
            }
        });
        return root;
    }

    private String hostName(Document document, Findings findings) {
        String given = document.root().path("host-name").asString("");
        if (!given.isEmpty()) {
            return given;
        }
        String name = HostName.ofSystem(environment);
        if (!name.matches(schema.node().at("/properties/host-name/pattern").stringValue())) {
            findings.add(
                    "host-name",
                    Position.FILE,
                    Pointer.ROOT.child("host-name"),
                    "the system's name " + Quoted.of(name) + " cannot be used",
                    "set host-name to at most 32 letters, digits and hyphens");
        }
        return name;
    }

    private static Optional<String> text(Path file, Findings findings) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                findings.add("too-large", Position.FILE, Pointer.ROOT, "larger than 1 MiB", "is it the right file?");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            findings.add("syntax", Position.FILE, Pointer.ROOT, "not UTF-8 text", "save it as UTF-8");
        } catch (java.nio.file.NoSuchFileException e) {
            findings.add("missing", Position.FILE, Pointer.ROOT, "there is no such file", "name it with --config");
        } catch (IOException e) {
            findings.add(
                    "unreadable",
                    Position.FILE,
                    Pointer.ROOT,
                    "cannot be read",
                    "it must be a file that this user may read");
        }
        return Optional.empty();
    }
}
