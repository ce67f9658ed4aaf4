// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.plugin.LoadedPlugins;
import dev.stillframe.plugin.PluginWriter;
import dev.stillframe.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars that people get, through the real loading. */
class ShippedPluginsIT {
    @ParameterizedTest
    @ValueSource(strings = "files")
    void a_shipped_plugin_loads_with_its_capabilities(String id) throws Exception {
        try (LoadedPlugins plugins = Plugins.load(Path.of(System.getProperty("stillframe.home"), "plugins"))) {
            PluginWriter writer = plugins.writer(id).orElseThrow();
            assertThat(writer.plugin()).isEqualTo(id);
            assertThat(writer.restores()).isPresent();
            assertThat(writer.diagnoses()).isPresent();
            assertThat(writer.settingsSchema()).contains("https://json-schema.org/draft/2020-12/schema");
        }
    }

    @Test
    void nothing_but_the_plugins_for_users_is_shipped() throws Exception {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("stillframe.home"), "plugins"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .allMatch(name -> name.matches("stillframe-plugin-(files|postgres)-.*\\.jar"))
                    .hasSize(2);
        }
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("stillframe.home"), "lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .contains("pf4j-3.15.0.jar")
                    .noneMatch(name -> name.contains("misbehaving") || name.startsWith("stillframe-plugin-files"));
        }
    }

    @Test
    void the_misbehaving_writer_of_the_tests_is_a_plugin_like_any_other(@TempDir Path folder) throws Exception {
        Path jar = Path.of(System.getProperty("stillframe.misbehaving"));
        Files.copy(jar, folder.resolve(jar.getFileName()));
        try (LoadedPlugins plugins = Plugins.load(folder)) {
            assertThat(plugins.rejected()).isEmpty();
            assertThat(plugins.writer("misbehaving")).isPresent();
        }
    }
}
