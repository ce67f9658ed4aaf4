// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import static dev.stillframe.plugin.PluginFolderTest.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.zafarkhaja.semver.Version;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginStateEvent;

/** Known traps of PF4J 3.15.0, with the number of the issue where PF4J has one; class loading has a test of its own. */
class Pf4jTrapsTest {
    @TempDir
    Path folder;

    @AfterEach
    void no_property_is_left() {
        System.clearProperty("pf4j.pluginsDir");
        System.clearProperty("pf4j.mode");
    }

    @Test
    void stopping_stops_all_plugins_last_first_and_not_only_one() throws Exception { // #656
        Pf4j engine = new Pf4j(folder, Version.of(0, 1, 0));
        List<String> stopped = new ArrayList<>();
        engine.addPluginStateListener((PluginStateEvent event) -> {
            if (event.getPluginState() == PluginState.STOPPED) {
                stopped.add(event.getPlugin().getPluginId());
            }
        });
        for (String id : List.of("a", "b", "c", "d")) {
            engine.load(JarOnDisk.examine(PluginJar.writing(id).in(folder, id + ".jar")));
        }
        engine.stopPlugins();
        assertThat(stopped).containsExactly("d", "c", "b", "a");
        assertThat(engine.getStartedPlugins()).isEmpty();
        assertThat(engine.getPlugins()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "0.1.0", "1", "=0.1.0", "v0.1.0", "0.1.0-SNAPSHOT"})
    void a_version_in_place_of_a_range_is_rejected(String version) throws Exception { // #367
        PluginJar.writing("bare").manifest("Plugin-Requires", version).in(folder, "bare.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertRejected(
                    plugins, "bare.jar", "plugin.requires", "\"" + version + "\", which is a version and not a range");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", ">=0.1.0", ">0.0.9", "!=1.0.0", "<1.0.0", "<=0.2.0"})
    void a_range_without_both_ends_is_rejected(String range) throws Exception {
        PluginJar.writing("open").manifest("Plugin-Requires", range).in(folder, "open.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertRejected(plugins, "open.jar", "plugin.requires", "\"" + range + "\", which has no ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "[0.1,1.0)", ">=0.1.0 and <1", "1.0.0.0 - 2", ">="})
    void a_range_that_is_not_semantic_versioning_is_rejected_and_does_not_throw(String range) throws Exception { // #114
        PluginJar.writing("odd").manifest("Plugin-Requires", range).in(folder, "odd.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertRejected(plugins, "odd.jar", "plugin.requires", "\"" + range + "\", which is no range");
        }
    }

    @Test
    void a_missing_range_is_rejected() throws Exception {
        PluginJar.writing("none").without("Plugin-Requires").in(folder, "none.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertRejected(plugins, "none.jar", "plugin.requires", "does not say");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {">=0.1.0 & <1.0.0", "^0.1.0", "~0.1.0", "0.1.x", "0.1.0 - 0.9.0"})
    void a_range_that_holds_the_contracts_version_loads(String range) throws Exception {
        PluginJar.writing("in").manifest("Plugin-Requires", range).in(folder, "in.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.rejected()).isEmpty();
            assertThat(plugins.plugins()).hasSize(1);
        }
    }

    @Test
    void a_range_that_does_not_hold_the_contracts_version_is_rejected_with_both() throws Exception {
        PluginJar.writing("later")
                .manifest("Plugin-Requires", ">=7.0.0 & <8.0.0")
                .in(folder, "later.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertRejected(plugins, "later.jar", "plugin.requires", ">=7.0.0 & <8.0.0");
            assertRejected(plugins, "later.jar", "plugin.requires", "this host has " + ContractVersion.read());
        }
    }

    @Test
    void the_contracts_version_is_never_the_one_that_switches_the_check_off() {
        assertThat(ContractVersion.read().toString()).isNotEqualTo("0.0.0").matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void a_plugin_that_bundles_the_contract_is_rejected_before_it_is_loaded() throws Exception {
        byte[] copy;
        try (var in = WriterFactory.class.getResourceAsStream("WriterFactory.class")) {
            copy = in.readAllBytes();
        }
        PluginJar.writing("fat")
                .entry("dev/stillframe/api/WriterFactory.class", copy)
                .in(folder, "fat.jar");
        PluginJar.writing("sly")
                .entry("META-INF/versions/11/dev/stillframe/api/WriterFactory.class", copy)
                .in(folder, "sly.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).isEmpty();
            assertRejected(plugins, "fat.jar", "plugin.bundles-contract", "dev/stillframe/api/WriterFactory.class");
            assertRejected(plugins, "sly.jar", "plugin.bundles-contract", "META-INF/versions/11/");
        }
    }

    @Test
    void a_plugin_without_extensions_is_an_error_with_or_without_pf4js_index() throws Exception { // #249 #392 #463 #500
        PluginJar.of("quiet").in(folder, "quiet.jar");
        PluginJar.writing("indexed")
                .leaveOut("META-INF/services/" + WriterFactory.class.getName())
                .entry("META-INF/extensions.idx", "test.Factory1\n".getBytes(StandardCharsets.UTF_8))
                .in(folder, "indexed.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).isEmpty();
            assertRejected(plugins, "quiet.jar", "plugin.no-extension", "neither a writer nor a snapshot provider");
            assertRejected(plugins, "indexed.jar", "plugin.no-extension", "neither a writer nor a snapshot provider");
        }
    }

    @Test
    void only_jars_are_accepted_and_everything_else_is_rejected_by_name() throws Exception { // #618 #652
        Path jar = PluginJar.writing("zipped").in(folder, "zipped.jar");
        Files.move(jar, folder.resolve("zipped.zip"));
        Files.createDirectories(folder.resolve("unpacked/classes/META-INF"));
        Files.createDirectory(folder.resolve("folder.jar"));
        Files.createSymbolicLink(folder.resolve("gone.jar"), folder.resolve("nowhere"));
        Files.writeString(folder.resolve("README"), "read me");
        Files.writeString(folder.resolve(".hidden"), "left alone");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).isEmpty();
            assertThat(plugins.rejected())
                    .extracting(RejectedPlugin::file)
                    .containsExactly("README", "folder.jar", "gone.jar", "unpacked", "zipped.zip");
            assertThat(plugins.rejected())
                    .allSatisfy(each -> assertThat(each.problem().code()).isEqualTo("plugin.not-a-jar"));
        }
        try (Stream<Path> unpacked = Files.walk(folder)) {
            assertThat(unpacked.map(Path::getFileName).map(Path::toString)).doesNotContain("zipped", "Factory1.class");
        }
    }

    @Test
    void a_plugin_cannot_bring_classes_from_outside_of_its_jar() throws Exception {
        PluginJar.writing("path").manifest("Class-Path", "../lib/other.jar").in(folder, "path.jar");
        PluginJar.writing("needs").manifest("Plugin-Dependencies", "path@1.0.0").in(folder, "needs.jar");
        PluginJar.writing("life").manifest("Plugin-Class", "test.Life").in(folder, "life.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertRejected(plugins, "path.jar", "plugin.manifest", "Class-Path");
            assertRejected(plugins, "needs.jar", "plugin.manifest", "Plugin-Dependencies");
            assertRejected(plugins, "life.jar", "plugin.manifest", "Plugin-Class");
        }
    }

    @Test
    void pf4js_state_files_are_neither_obeyed_nor_written() throws Exception {
        PluginJar.writing("kept").in(folder, "kept.jar");
        Files.writeString(folder.resolve("disabled.txt"), "kept\n");
        Files.writeString(folder.resolve("enabled.txt"), "other\n");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("kept");
        }
        assertThat(Files.readString(folder.resolve("disabled.txt"))).isEqualTo("kept\n");
        assertThat(Files.readString(folder.resolve("enabled.txt"))).isEqualTo("other\n");
        Pf4j engine = new Pf4j(folder, Version.of(0, 1, 0));
        Files.delete(folder.resolve("disabled.txt"));
        engine.load(JarOnDisk.examine(folder.resolve("kept.jar")));
        engine.disablePlugin("kept");
        engine.stopPlugins();
        assertThat(folder.resolve("disabled.txt")).doesNotExist();
    }

    @Test
    void system_properties_change_neither_the_folder_nor_the_mode(@TempDir Path other) throws Exception {
        PluginJar.writing("foreign").in(other, "foreign.jar");
        PluginJar.writing("own").in(folder, "own.jar");
        System.setProperty("pf4j.pluginsDir", other.toString());
        System.setProperty("pf4j.mode", "development");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("own");
        }
        Pf4j engine = new Pf4j(folder, Version.of(0, 1, 0));
        assertThat(engine.isDevelopment()).isFalse();
        assertThat(engine.getPluginsRoots()).containsExactly(folder);
    }

    @Test
    void what_was_loaded_is_published_immutable_in_the_order_of_the_file_names() throws Exception { // #30 #421
        for (String name : List.of("m", "z", "a", "k")) {
            PluginJar.of("id-" + name).writer("w" + name, "").in(folder, name + ".jar");
        }
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("id-a", "id-k", "id-m", "id-z");
            assertThat(plugins.writers())
                    .extracting(each -> each.descriptor().id())
                    .containsExactly("wa", "wk", "wm", "wz");
            assertThatThrownBy(() -> plugins.plugins().clear()).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> plugins.writers().clear()).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> plugins.rejected().clear()).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void pf4j_is_on_the_class_path_because_its_jar_is_no_module() throws Exception { // #648
        assertThat(PluginManager.class.getModule().isNamed()).isFalse();
        Path jar = Path.of(PluginManager.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile open = new JarFile(jar.toFile())) {
            assertThat(open.getEntry("module-info.class")).isNull();
        }
    }
}
