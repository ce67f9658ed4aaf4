// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.stillframe.api.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The published schema and the writer agree on what settings are good. */
class SettingsSchemaTest {
    private final FilesWriterFactory factory = new FilesWriterFactory();

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"paths": ["/srv/shop/uploads"], "exclude": ["**/*.tmp"]}""", """
                {"paths": ["/a..b/c", "/ü"], "include": ["*.jpg", "a/..b"]}""", """
                {"paths": ["/srv"], "freeze-command": ["/usr/bin/systemctl", "stop", "shop"],
                 "thaw-command": ["/usr/bin/systemctl", "start", "shop"], "hold": "writes"}""", """
                {"paths": ["/srv"], "freeze-command": ["/f"], "thaw-command": ["/t", ""], "check-command": ["/c"],
                 "hold": "commits", "tier": "storage", "command-timeout": "500ms"}""", """
                {"paths": ["/srv"], "hold": "processes", "tier": "back-end"}""", """
                {"paths": ["/srv"], "hold": "cgroup", "cgroup": "/sys/fs/cgroup/system.slice/shop.service"}""", """
                {"paths": ["/srv"], "hold": "cgroup", "units": ["shop.service", "app-web@1.service", "a\\\\x2db.slice"]}""", """
                {"paths": ["/srv"], "hold": "processes", "units": ["shop.service"], "tier": "storage"}"""})
    void good_settings_are_good_for_both(String json) throws Exception {
        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThatCode(() -> open(json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                """
                {"paths": []}""",
                """
                {"paths": ["relative"]}""",
                """
                {"paths": ["/srv/../etc"]}""",
                """
                {"paths": ["/.."]}""",
                """
                {"paths": ["/srv"], "thaw-command": ["/t"]}""",
                """
                {"paths": ["/srv"], "check-command": ["/c"]}""",
                """
                {"paths": ["/srv"], "freeze-command": ["/f"], "hold": "writes"}""",
                """
                {"paths": ["/srv"], "freeze-command": ["/f"], "thaw-command": ["/t"]}""",
                """
                {"paths": ["/srv"], "freeze-command": ["f"], "thaw-command": ["/t"], "hold": "writes"}""",
                """
                {"paths": ["/srv"], "freeze-command": ["/f"], "thaw-command": ["/t"], "hold": "all"}""",
                """
                {"paths": ["/srv"], "freeze-command": ["/f"], "thaw-command": ["/t"], "hold": "writes", "tier": "top"}""",
                """
                {"paths": ["/srv"], "freeze-command": ["/f"], "thaw-command": ["/t"], "hold": "writes",
                 "command-timeout": "0s"}""",
                """
                {"paths": ["/srv"], "hold": "writes"}""",
                """
                {"paths": ["/srv"], "hold": "cgroup"}""",
                """
                {"paths": ["/srv"], "hold": "cgroup", "cgroup": "shop.service"}""",
                """
                {"paths": ["/srv"], "hold": "processes", "cgroup": "/sys/fs/cgroup/shop"}""",
                """
                {"paths": ["/srv"], "cgroup": "/sys/fs/cgroup/shop"}""",
                """
                {"paths": ["/srv"], "units": ["shop.service"]}""",
                """
                {"paths": ["/srv"], "hold": "cgroup", "units": ["shop.service"], "cgroup": "/sys/fs/cgroup/shop"}""",
                """
                {"paths": ["/srv"], "hold": "cgroup", "units": ["shop"]}""",
                """
                {"paths": ["/srv"], "hold": "processes", "units": ["../shop.service"]}""",
                """
                {"paths": ["/srv"], "hold": "processes", "units": ["shop.timer"]}""",
                """
                {"paths": ["/srv"], "freeze-command": ["/f"], "thaw-command": ["/t"], "hold": "writes",
                 "units": ["shop.service"]}""",
                """
                {"paths": ["/srv"], "hold": "processes", "freeze-command": ["/f"], "thaw-command": ["/t"]}"""
            })
    void bad_settings_are_bad_for_both(String json) throws Exception {
        assertThat(schema().validate(json, InputFormat.JSON)).isNotEmpty();
        assertThatCode(() -> open(json)).isNotNull().hasMessageContaining("setting \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"paths": ["/srv"], "exlude": ["x"]}""", """
                {"paths": "/srv"}""", """
                {"paths": ["/srv"], "exclude": ["/absolute"]}""", """
                {"paths": ["/srv"], "exclude": ["a/../b"]}""", """
                {"paths": ["/srv"], "freeze-command": "/bin/freeze now"}""", """
                {"paths": ["/srv"], "hold": "writes"}"""})
    void what_only_the_schema_sees_is_refused_by_it(String json) throws Exception {
        assertThat(schema().validate(json, InputFormat.JSON)).isNotEmpty();
    }

    private Schema schema() throws IOException {
        String resource = factory.descriptor().settingsSchema();
        try (InputStream in = FilesWriterFactory.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text, InputFormat.JSON);
        }
    }

    private void open(String json) throws Exception {
        Map<?, ?> read = JsonMapper.shared().readValue(json, Map.class);
        Map<String, Object> values = new java.util.LinkedHashMap<>();
        read.forEach((key, value) ->
                values.put((String) key, value instanceof List<?> list ? List.copyOf(list) : value));
        factory.open(new Settings(values), new Host()).close();
    }
}
