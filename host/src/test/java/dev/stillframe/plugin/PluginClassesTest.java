// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Which classes and resources a plugin sees. The plugin answers through the message of an exception. */
class PluginClassesTest {
    private static final String ASKING = """
            public Writer open(Settings s, WriterContext c) throws WriterException {
                String answer;
                try {
                    Class<?> found = Class.forName(s.requiredText("class"), false, getClass().getClassLoader());
                    ClassLoader by = found.getClassLoader();
                    answer = by == getClass().getClassLoader() ? "own" : "shared " + System.identityHashCode(found);
                } catch (ClassNotFoundException | LinkageError e) {
                    answer = "unseen";
                }
                throw new WriterException("test.answer", answer, Retry.UNKNOWN, "");
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.stillframe.plugin.Plugins",
                "dev.stillframe.error.Problem",
                "dev.stillframe.tree.Node",
                "dev.stillframe.runtime.loader.ContextLoader",
                "org.pf4j.Plugin",
                "tools.jackson.databind.ObjectMapper",
                "org.jdbi.v3.core.Jdbi",
                "com.zaxxer.hikari.HikariDataSource",
                "ch.qos.logback.classic.Logger",
                "com.sun.jna.Native",
                "picocli.CommandLine",
                "org.sqlite.JDBC"
            })
    void nothing_of_the_host_and_none_of_its_libraries_is_seen(String name) throws Exception {
        assertThat(Class.forName(name, false, getClass().getClassLoader())).isNotNull(); // the host has it
        assertThat(ask(PluginJar.of("asking").writer("asking", ASKING), name)).isEqualTo("unseen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.String",
                "java.sql.Driver",
                "java.net.http.HttpClient",
                "javax.naming.Context",
                "com.sun.management.OperatingSystemMXBean",
                "dev.stillframe.api.Freezable",
                "dev.stillframe.api.snapshot.SnapshotProvider",
                "org.slf4j.LoggerFactory",
                "org.jspecify.annotations.Nullable"
            })
    void the_jdk_the_contract_and_slf4j_are_the_hosts(String name) throws Exception {
        Class<?> here = Class.forName(name, false, getClass().getClassLoader());
        assertThat(ask(PluginJar.of("asking").writer("asking", ASKING), name))
                .isEqualTo("shared " + System.identityHashCode(here));
    }

    @Test
    void a_plugins_own_version_of_a_library_wins() throws Exception {
        PluginJar jar = PluginJar.of("asking")
                .writer("asking", ASKING)
                .source("org.jdbi.v3.core.Jdbi", "package org.jdbi.v3.core; public class Jdbi {}");
        assertThat(ask(jar, "org.jdbi.v3.core.Jdbi")).isEqualTo("own");
    }

    @Test
    void a_bundled_slf4j_is_passed_over_for_the_hosts() throws Exception {
        PluginJar jar = PluginJar.of("asking")
                .writer("asking", ASKING)
                .source("org.slf4j.LoggerFactory", "package org.slf4j; public class LoggerFactory {}");
        assertThat(ask(jar, "org.slf4j.LoggerFactory"))
                .isEqualTo("shared " + System.identityHashCode(LoggerFactory.class));
    }

    @Test
    void the_hosts_resources_and_services_are_not_seen() throws Exception {
        assertThat(getClass().getClassLoader().getResource("META-INF/services/java.sql.Driver"))
                .isNotNull();
        String asking = """
                public Writer open(Settings s, WriterContext c) throws WriterException {
                    int drivers = 0;
                    for (Object each : ServiceLoader.load(java.sql.Driver.class)) { drivers++; }
                    throw new WriterException("test.answer",
                        drivers + " " + getClass().getClassLoader().getResource("META-INF/services/java.sql.Driver")
                        + " " + Thread.currentThread().getContextClassLoader().getResource("test/own.txt").getProtocol(),
                        Retry.UNKNOWN, "");
                }
                """;
        PluginJar jar = PluginJar.of("asking")
                .writer("asking", asking)
                .entry("test/own.txt", "own".getBytes(StandardCharsets.UTF_8));
        assertThat(ask(jar, "java.lang.String")).isEqualTo("0 null jar");
    }

    @Test
    void two_plugins_do_not_see_each_other() throws Exception {
        PluginJar.of("other")
                .source("other.Secret", "package other; public class Secret {}")
                .writer("other", "")
                .in(folder, "a.jar");
        assertThat(ask(PluginJar.of("asking").writer("asking", ASKING), "other.Secret"))
                .isEqualTo("unseen");
    }

    private String ask(PluginJar jar, String className) throws Exception {
        jar.in(folder, "z.jar");
        try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
            assertThat(plugins.rejected()).isEmpty();
            PluginWriter writer = plugins.writer("asking").orElseThrow();
            Settings settings = new Settings(java.util.Map.of("class", className));
            String[] answer = new String[1];
            assertThatThrownBy(() -> writer.factory().open(settings, new Nobody()))
                    .isInstanceOfSatisfying(WriterException.class, e -> answer[0] = e.getMessage());
            return answer[0];
        }
    }

    /** A context that nobody asks. */
    static class Nobody implements WriterContext {
        @Override
        public String application() {
            return "orders";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.fixed(java.time.Instant.EPOCH);
        }

        @Override
        public OpenFiles openFiles(List<SourcePath> roots) {
            return new OpenFiles(List.of(), true);
        }
    }
}
