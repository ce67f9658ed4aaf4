// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import dev.stillframe.error.StillframeException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Checks each application's settings against the schema of its writer. */
final class SettingsCheck {
    private static final Pointer PLUGINS = Pointer.ROOT.child("plugins");

    private final Document document;
    private final Findings findings;
    private final Secrets secrets;

    SettingsCheck(Document document, Findings findings, Secrets secrets) {
        this.document = document;
        this.findings = findings;
        this.secrets = secrets;
    }

    /** @param resolved the document's root with references replaced */
    void run(JsonNode resolved, WriterSchemas writers) {
        JsonNode plugins = resolved.path("plugins");
        JsonNode directory = plugins.path("directory");
        if (!directory.isString() || !directory.stringValue().startsWith("/") || findings.areBelow(PLUGINS)) {
            return; // already found, and nothing is loaded by half a policy
        }
        try {
            Map<String, String> schemas = writers.in(Assembly.plugins(plugins));
            Pointer applications = Pointer.ROOT.child("applications");
            resolved.path("applications")
                    .forEachEntry((name, application) -> application(application, applications.child(name), schemas));
        } catch (StillframeException e) {
            Pointer pointer = PLUGINS.child(e.problem().code().equals("plugin.trust-store") ? "trust" : "directory");
            findings.add(
                    "plugins",
                    document.value(pointer),
                    pointer,
                    e.problem().message(),
                    e.problem().hint());
        } catch (InvalidPathException e) {
            return; // already found
        }
    }

    private void application(JsonNode application, Pointer pointer, Map<String, String> schemas) {
        JsonNode writer = application.path("writer");
        if (!writer.isString()) {
            return;
        }
        Pointer writerPointer = pointer.child("writer");
        String schema = schemas.get(writer.stringValue());
        if (schema == null) {
            findings.add(
                    "unknown-writer",
                    document.value(writerPointer),
                    writerPointer,
                    "no plugin brings a writer named " + Quoted.of(writer.stringValue()),
                    schemas.isEmpty()
                            ? "there is no usable plugin; see `stillframe plugins list`"
                            : Suggestion.hint(writer.stringValue(), schemas.keySet()));
            return;
        }
        SchemaCheck.of(schema)
                .ifPresentOrElse(
                        check -> settings(check, application, pointer),
                        () -> findings.add(
                                "writer-schema",
                                document.value(writerPointer),
                                writerPointer,
                                "the plugin's own schema of its settings is broken",
                                "ask the plugin's vendor"));
    }

    private void settings(SchemaCheck check, JsonNode application, Pointer pointer) {
        Pointer settings = pointer.child("settings");
        JsonNode value = application.has("settings")
                ? application.path("settings")
                : tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        if (!value.isObject()) {
            return; // already found
        }
        List<Violation> violations = check.check(value).stream()
                .map(violation -> violation.redacted(secrets))
                .toList();
        findings.addAll(violations, document, settings);
    }
}
