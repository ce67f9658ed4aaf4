// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A JSON Schema (draft 2020-12), ready to check values. Loads nothing from elsewhere. Immutable; any thread. */
final class SchemaCheck {
    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .build();

    private final Schema schema;

    private SchemaCheck(Schema schema) {
        this.schema = schema;
    }

    /** Empty if the text is no schema. */
    static Optional<SchemaCheck> of(String json) {
        try {
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemaRegistryConfig(CONFIG)
                            .schemaLoader(loader -> loader.fetchRemoteResources(false)));
            Schema schema = registry.getSchema(json, InputFormat.JSON);
            if (!schema.getSchemaNode().isObject()) {
                return Optional.empty();
            }
            schema.initializeValidators();
            return Optional.of(new SchemaCheck(schema));
        } catch (SchemaException | tools.jackson.core.JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    JsonNode node() {
        return schema.getSchemaNode();
    }

    /** What is wrong with a value, one violation for each thing. */
    List<Violation> check(JsonNode value) {
        return schema.validate(value).stream().map(this::violation).toList();
    }

    private Violation violation(Error error) {
        return Violation.of(error, parent(error));
    }

    /** The schema object that holds the keyword which failed. */
    private JsonNode parent(Error error) {
        String path = error.getSchemaLocation().getFragment().toString();
        int last = path.lastIndexOf('/');
        return last < 0 ? schema.getSchemaNode() : schema.getSchemaNode().at(path.substring(0, last));
    }
}
