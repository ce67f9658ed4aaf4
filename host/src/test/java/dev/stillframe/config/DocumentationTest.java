// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DocumentationTest {
    private static final JsonNode SCHEMA = JsonMapper.shared().readTree(ConfigurationReader.schema());

    private static final Map<String, String> SHIPPED =
            Map.of("files", schemaOf("files"), "postgres", schemaOf("postgres"));

    @TempDir
    Path folder;

    private final String page = read(Path.of("..", "docs", "configuration.md"));

    @Test
    void every_key_of_the_schema_has_a_row_with_its_default() {
        List<Property> properties = new ArrayList<>();
        collect(SCHEMA, properties);

        assertThat(properties).hasSizeGreaterThan(20).allSatisfy(property -> {
            Matcher row = Pattern.compile("(?m)^\\| `" + property.key + "` \\| ([^|]*) \\|")
                    .matcher(page);
            assertThat(row.find()).as("a row for " + property.key).isTrue();
            assertThat(row.group(1)).as("the default of " + property.key).matches(property.standard);
            assertThat(property.description).as(property.key).isNotEmpty();
        });
    }

    @Test
    void every_row_is_a_key_of_the_schema_or_a_reference() {
        List<Property> properties = new ArrayList<>();
        collect(SCHEMA, properties);
        List<String> keys = properties.stream().map(Property::key).toList();

        Matcher rows = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|").matcher(page);
        while (rows.find()) {
            assertThat(keys).contains(rows.group(1));
        }
    }

    @Test
    void the_example_is_right() throws Exception {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(example.find()).isTrue();
        Path file = Files.writeString(folder.resolve("example.yaml"), example.group(1));

        Configuration configuration = new ConfigurationReader(Map.of()).read(file, folder -> SHIPPED);

        assertThat(configuration.jobs().get("shop").applications()).containsExactly("orders", "uploads");
    }

    @Test
    void the_example_of_the_distribution_is_right() throws Exception {
        Path file = Path.of("..", "dist", "src", "main", "dist", "etc", "stillframe.example.yaml");

        Configuration configuration = new ConfigurationReader(Map.of()).read(file, folder -> SHIPPED);

        assertThat(configuration.applications().keySet()).containsExactly("orders", "uploads");
    }

    private static void collect(JsonNode shape, List<Property> found) {
        List<String> required = new ArrayList<>();
        shape.path("required").forEach(key -> required.add(key.stringValue()));
        shape.path("properties").forEachEntry((key, property) -> {
            String standard = property.has("default")
                    ? "`"
                            + Pattern.quote(property.path("default")
                                    .asString(property.path("default").toString())) + "`"
                    : required.contains(key) ? "required" : "(?!required)[^`]+";
            found.add(new Property(key, standard, property.path("description").asString("")));
            collect(property, found);
        });
        shape.path("$defs").forEachEntry((name, definition) -> collect(definition, found));
    }

    private static String schemaOf(String plugin) {
        return read(
                Path.of("..", "plugins", plugin, "src/main/resources/dev/stillframe", plugin, "settings.schema.json"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new AssertionError("run in the module's folder: " + file.toAbsolutePath(), e);
        }
    }

    private record Property(String key, String standard, String description) {}
}
