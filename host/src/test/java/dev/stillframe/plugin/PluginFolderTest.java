// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.WriterFactory;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of what lies in a plugin folder. */
class PluginFolderTest {
    @TempDir
    Path folder;

    @Test
    void a_good_jar_is_loaded_with_everything_its_manifest_says() throws Exception {
        Path jar = PluginJar.writing("orders").in(folder, "orders.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.rejected()).isEmpty();
            LoadedPlugin only = plugins.plugins().get(0);
            assertThat(only.id()).isEqualTo("orders");
            assertThat(only.version()).isEqualTo("1.2.3");
            assertThat(only.provider()).isEqualTo("The orders people");
            assertThat(only.requires()).isEqualTo(">=0.1.0 & <1.0.0");
            assertThat(only.jar()).isEqualTo(jar);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
            assertThat(only.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
            assertThat(plugins.writer("orders").orElseThrow().settingsSchema()).isEqualTo("{\"title\": \"orders\"}");
            assertThat(plugins.writer("other")).isEmpty();
        }
    }

    @Test
    void an_empty_folder_holds_no_plugins_and_a_missing_one_is_an_error_that_names_it() throws Exception {
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).isEmpty();
            assertThat(plugins.rejected()).isEmpty();
        }
        assertThatThrownBy(() -> Plugins.load(folder.resolve("none"), TrustPolicy.none()))
                .isInstanceOf(StillframeException.class)
                .hasMessageContaining(folder.resolve("none").toString());
    }

    @Test
    void one_broken_jar_of_each_kind_is_named_with_its_reason_and_stops_no_other() throws Exception {
        byte[] whole = Files.readAllBytes(PluginJar.writing("cut").in(folder, "cut.jar"));
        Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, whole.length - 40));
        Files.write(folder.resolve("noise.jar"), "this is not a jar".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("nothing.jar"), new byte[0]);
        withoutManifest(folder.resolve("no-manifest.jar"));
        PluginJar.writing("no-id").without("Plugin-Id").in(folder, "no-id.jar");
        PluginJar.writing("no-version").manifest("Plugin-Version", "newest").in(folder, "no-version.jar");
        PluginJar.writing("static")
                .writer("throwing", "static { if (true) throw new IllegalStateException(\"no licence\"); }")
                .in(folder, "static.jar");
        PluginJar.writing("constructor")
                .writer("refusing", "public Factory3() { throw new UnsupportedOperationException(\"not today\"); }")
                .in(folder, "constructor.jar");
        PluginJar.of("missing")
                .source("test.Base", "package test; public class Base {}")
                .writer("missing", "public Base base = new Base();")
                .leaveOut("test/Base.class")
                .in(folder, "missing.jar");
        newerThanThisJava(folder.resolve("newer.jar"));
        PluginJar.writing("describe")
                .source("test.Shy", """
                        package test;
                        import dev.stillframe.api.*;
                        public class Shy implements WriterFactory {
                            public WriterDescriptor descriptor() { throw new IllegalStateException("guess"); }
                            public Writer open(Settings s, WriterContext c) { return null; }
                        }
                        """)
                .service(WriterFactory.class.getName(), "test.Shy")
                .in(folder, "describe.jar");
        PluginJar.writing("schema").leaveOut("test/schema.json").in(folder, "schema.jar");
        PluginJar.of("absent")
                .service(WriterFactory.class.getName(), "test.NotThere")
                .in(folder, "absent.jar");
        PluginJar.writing("zz-good").in(folder, "zz-good.jar");

        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("zz-good");
            assertThat(plugins.rejected())
                    .extracting(each -> each.problem().message())
                    .allSatisfy(
                            message -> assertThat(message).startsWith("plugin ").doesNotEndWith("."));
            assertThat(plugins.rejected())
                    .extracting(RejectedPlugin::file)
                    .containsExactly(
                            "absent.jar",
                            "constructor.jar",
                            "cut.jar",
                            "describe.jar",
                            "missing.jar",
                            "newer.jar",
                            "no-id.jar",
                            "no-manifest.jar",
                            "no-version.jar",
                            "noise.jar",
                            "nothing.jar",
                            "schema.jar",
                            "static.jar");
            assertRejected(plugins, "cut.jar", "plugin.broken-jar", "cannot be read as a jar");
            assertRejected(plugins, "noise.jar", "plugin.broken-jar", "cannot be read as a jar");
            assertRejected(plugins, "nothing.jar", "plugin.broken-jar", "cannot be read as a jar");
            assertRejected(plugins, "no-manifest.jar", "plugin.manifest", "no manifest");
            assertRejected(plugins, "no-id.jar", "plugin.manifest", "Plugin-Id");
            assertRejected(plugins, "no-version.jar", "plugin.manifest", "newest");
            assertRejected(plugins, "static.jar", "plugin.extension", "no licence");
            assertRejected(plugins, "constructor.jar", "plugin.extension", "not today");
            assertRejected(plugins, "missing.jar", "plugin.extension", "test/Base");
            assertRejected(plugins, "newer.jar", "plugin.extension", "UnsupportedClassVersionError");
            assertRejected(plugins, "describe.jar", "plugin.extension", "guess");
            assertRejected(plugins, "schema.jar", "plugin.schema", "/test/schema.json");
            assertRejected(plugins, "absent.jar", "plugin.extension", "test.NotThere");
        }
    }

    @Test
    void a_jar_with_a_damaged_class_is_found_before_the_class_is_needed() throws Exception {
        Path jar = PluginJar.writing("bad")
                .entry("test/payload.bin", new byte[100_000])
                .in(folder, "bad.jar");
        byte[] bytes = Files.readAllBytes(jar);
        int name = indexOf(bytes, "test/payload.bin".getBytes(StandardCharsets.UTF_8));
        bytes[name + 40] ^= 0x5a; // inside the deflated data
        Files.write(jar, bytes);
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).isEmpty();
            assertRejected(plugins, "bad.jar", "plugin.broken-jar", "cannot be read as a jar");
        }
    }

    @Test
    void of_two_plugins_with_the_same_id_the_first_by_file_name_stays_and_both_are_named() throws Exception {
        Path b = PluginJar.of("same").writer("two", "").in(folder, "b.jar");
        Path a = PluginJar.of("same").writer("one", "").in(folder, "a.jar");
        for (Path newer : List.of(a, b)) { // PF4J goes by modification time
            Files.setLastModifiedTime(newer, FileTime.from(Instant.EPOCH.plusSeconds(1_000_000)));
            try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
                assertThat(plugins.writers())
                        .extracting(each -> each.descriptor().id())
                        .containsExactly("one");
                assertRejected(plugins, "b.jar", "plugin.duplicate", "plugin id same, which a.jar already does");
            }
        }
    }

    @Test
    void of_two_writers_with_the_same_id_the_first_by_file_name_stays_and_both_are_named() throws Exception {
        PluginJar.of("second").writer("sql", "").writer("extra", "").in(folder, "b.jar");
        PluginJar.of("first").writer("sql", "").in(folder, "a.jar");
        PluginJar.of("third").writer("extra", "").in(folder, "c.jar");
        PluginJar.of("twice").writer("t", "").writer("t", "").in(folder, "d.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("first", "third");
            assertRejected(plugins, "b.jar", "plugin.duplicate", "writer sql, which a.jar already does");
            assertRejected(plugins, "d.jar", "plugin.duplicate", "writer t twice");
        }
    }

    @Test
    void a_plugin_that_brings_a_snapshot_provider_with_the_name_of_a_built_in_one_is_not_used() throws Exception {
        PluginJar.of("own").provider("array").in(folder, "a.jar");
        PluginJar.of("clash").writer("files", "").provider("btrfs").in(folder, "b.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("own");
            assertRejected(plugins, "b.jar", "plugin.built-in", "snapshot provider btrfs, which is built in");
        }
    }

    static void assertRejected(LoadedPlugins plugins, String file, String code, String reason) {
        assertThat(plugins.rejected()).as(file).anySatisfy(each -> {
            assertThat(each.file()).isEqualTo(file);
            assertThat(each.problem().code()).isEqualTo(code);
            assertThat(each.problem().message()).contains(file).contains(reason);
        });
    }

    private static void withoutManifest(Path jar) throws Exception {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("a.txt"));
            out.closeEntry();
        }
    }

    /** A class file of the Java after this one. */
    private void newerThanThisJava(Path jar) throws Exception {
        PluginJar plugin = PluginJar.writing("newer");
        byte[] factory = plugin.compiled("test.Factory1");
        factory[7] = (byte) (Runtime.version().feature() + 44 + 1);
        plugin.entry("test/Factory1.class", factory)
                .in(folder, jar.getFileName().toString());
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        return Stream.iterate(0, i -> i + 1)
                .filter(i -> Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length))
                .findFirst()
                .orElseThrow();
    }
}
