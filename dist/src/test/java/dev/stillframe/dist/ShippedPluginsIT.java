// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.plugin.LoadedPlugins;
import dev.stillframe.plugin.PluginWriter;
import dev.stillframe.plugin.Plugins;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars that people get, through the real loading. */
class ShippedPluginsIT {
    @ParameterizedTest
    @ValueSource(strings = {"exchange", "files", "postgres", "sqlserver"})
    void a_shipped_plugin_loads_with_its_capabilities(String id) throws Exception {
        try (LoadedPlugins plugins =
                Plugins.load(Path.of(System.getProperty("stillframe.home"), "plugins"), TrustPolicy.none())) {
            PluginWriter writer = plugins.writer(id).orElseThrow();
            assertThat(plugins.rejected()).isEmpty();
            assertThat(writer.plugin()).isEqualTo(id);
            assertThat(writer.restores()).isPresent();
            assertThat(writer.diagnoses()).isPresent();
            assertThat(writer.settingsSchema()).contains("https://json-schema.org/draft/2020-12/schema");
        }
    }

    /** Connecting takes the driver, the pool and all that they need: none of it is the host's. */
    @ParameterizedTest
    @CsvSource({"postgres, jdbc:postgresql://127.0.0.1:%d/postgres", "sqlserver, jdbc:sqlserver://127.0.0.1:%d"})
    void a_writer_finds_its_libraries_in_its_own_jar(String id, String url) throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Settings settings = new Settings(Map.of("url", url.formatted(closed)));
        IdentifyRequest request = new IdentifyRequest(BackupType.COPY, () -> Duration.ofSeconds(30));
        try (LoadedPlugins plugins =
                        Plugins.load(Path.of(System.getProperty("stillframe.home"), "plugins"), TrustPolicy.none());
                Writer writer = plugins.writer(id).orElseThrow().factory().open(settings, new Context())) {
            assertThatThrownBy(() -> writer.identify(request))
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).startsWith(id + "."))
                    .hasMessageContaining(String.valueOf(closed));
        }
    }

    @Test
    void nothing_but_the_plugins_for_users_is_shipped() throws Exception {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("stillframe.home"), "plugins"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .allMatch(name -> name.matches("stillframe-plugin-(exchange|files|postgres|sqlserver)-.*\\.jar"))
                    .hasSize(4);
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
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.rejected()).isEmpty();
            assertThat(plugins.writer("misbehaving")).isPresent();
        }
    }

    private static final class Context implements WriterContext {
        @Override
        public String application() {
            return "orders";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public OpenFiles openFiles(List<SourcePath> roots) {
            return new OpenFiles(List.of(), true);
        }
    }
}
