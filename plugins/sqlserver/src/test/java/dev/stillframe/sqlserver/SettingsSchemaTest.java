// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every setting of the schema is documented, and every documented setting is in the schema. */
class SettingsSchemaTest {
    @Test
    void the_documentation_names_the_settings_of_the_schema() throws Exception {
        String schema = new SqlServerWriterFactory().descriptor().settingsSchema();
        String text;
        try (InputStream resource = SqlServerWriterFactory.class.getResourceAsStream(schema)) {
            assertThat(resource).isNotNull();
            text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        Set<String> settings = found("\"([a-z-]+)\": \\{\\s*\"description\"", text);
        assertThat(settings).contains("url", "metadata-directory");
        Set<String> documented =
                found("(?m)^\\| `([a-z-]+)` \\|", Files.readString(Path.of("../../docs/sqlserver.md")));
        assertThat(documented).isEqualTo(settings);
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
