// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.plugin.CheckedJar.Check;
import dev.stillframe.plugin.CheckedJar.Result;
import dev.stillframe.plugin.PluginJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What {@code plugins check} does with jars whose code is anybody's. */
class CheckedPluginTest {
    private static final Duration ENOUGH = Duration.ofMinutes(2);

    /** Prints where {@code System.out} no longer does: into the answer. */
    private static final String RAW = """
            package test;
            public class Raw {
                public static final String OTHER = "\\0{\\"plugins\\": [{\\"id\\": \\"other\\"}]}\\n";
                public static void print(String text) {
                    try {
                        new java.io.FileOutputStream(java.io.FileDescriptor.out).write(text.getBytes());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void a_good_jar_is_loaded_and_passes_with_exit_code_0() throws Exception {
        Path jar = PluginJar.writing("orders").provider("array").in(folder, "orders.jar");

        Ran ran = Ran.of("plugins", "check", jar.toString(), "--json");

        assertThat(ran.exit()).as("%s", ran).isZero();
        assertThat(ran.json().path("good").asBoolean()).isTrue();
        assertThat(ran.json().at("/writers/0").asString()).isEqualTo("orders");
        assertThat(ran.json().at("/snapshotProviders/0").asString()).isEqualTo("array");
    }

    @Test
    void a_jar_that_fails_what_is_read_is_not_loaded_and_the_exit_code_is_2() throws Exception {
        Path mark = folder.resolve("loaded");
        Path jar = PluginJar.of("orders")
                .writer(
                        "orders",
                        constructor("java.nio.file.Files.createFile(java.nio.file.Path.of(\"" + mark + "\"));"))
                .manifest("Plugin-Requires", ">=7.0.0 & <8.0.0")
                .in(folder, "orders.jar");

        Ran ran = Ran.of("plugins", "check", jar.toString(), "--json");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.json().path("good").asBoolean()).isFalse();
        assertThat(load(ran.json())).isEqualTo("failed: not tried, because of the above");
        assertThat(mark).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throw new IllegalStateException("no licence");                             | no licence
            Runtime.getRuntime().halt(0);                                               | the process ended without an answer
            """)
    void a_jar_that_does_not_load_or_ends_its_process_fails_with_exit_code_2(String statement, String reason)
            throws Exception {
        Path jar =
                PluginJar.of("orders").writer("orders", constructor(statement)).in(folder, "orders.jar");

        Ran ran = Ran.of("plugins", "check", jar.toString(), "--json");

        assertThat(ran.exit()).as("%s", ran).isEqualTo(2);
        assertThat(load(ran.json())).startsWith("failed: ").contains(reason);
    }

    @Test
    void what_a_constructor_prints_is_not_taken_for_the_answer() throws Exception {
        Path jar = PluginJar.of("orders")
                .writer("orders", constructor("System.out.println(7); test.Raw.print(test.Raw.OTHER);"))
                .source("test.Raw", RAW)
                .in(folder, "orders.jar");

        CheckedPlugin checked = CheckedPlugin.check(jar, ENOUGH, System.getenv());

        assertThat(checked.good()).as("%s", checked).isTrue();
        assertThat(checked.loaded().orElseThrow().path("id").asString()).isEqualTo("orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) Thread.sleep(1000);",
                "System.exit(0);", // waits for the command that it is called from
                "Runtime.getRuntime().addShutdownHook(new Thread(() -> {"
                        + " try { Thread.sleep(600_000); } catch (InterruptedException e) {} }));"
            })
    void a_jar_that_keeps_its_process_from_ending_fails_in_time_and_leaves_no_process(String statement)
            throws Exception {
        Path jar =
                PluginJar.of("orders").writer("orders", constructor(statement)).in(folder, "orders.jar");
        long before = ProcessHandle.current().children().count();

        CheckedPlugin checked = CheckedPlugin.check(jar, Duration.ofSeconds(6), System.getenv());

        assertThat(checked.good()).isFalse();
        assertThat(load(checked)).isEqualTo(new Check("load", Result.FAILED, "the process did not end within 6 s", ""));
        org.awaitility.Awaitility.await()
                .until(() -> ProcessHandle.current().children().count() <= before);
    }

    @Test
    void no_password_of_the_environment_reaches_the_plugin() throws Exception {
        Path jar = PluginJar.of("orders")
                .source("test.Spy", """
                        package test;
                        import dev.stillframe.api.*;
                        public class Spy implements WriterFactory {
                            public WriterDescriptor descriptor() {
                                String all = new java.util.TreeMap<>(System.getenv()).toString();
                                return WriterDescriptor.of("spy", all, "/test/schema.json");
                            }
                            public Writer open(Settings s, WriterContext c) { throw new IllegalStateException(); }
                        }
                        """)
                .entry("test/schema.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .service("dev.stillframe.api.WriterFactory", "test.Spy")
                .in(folder, "spy.jar");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("STILLFRAME_PASSWORD", "swordfish");
        environment.put("AWS_SECRET_ACCESS_KEY", "swordfish");
        environment.put("SHOP_DATABASE", "swordfish"); // as ${env:SHOP_DATABASE} in a configuration
        environment.put("LC_TIME", "C");

        CheckedPlugin checked = CheckedPlugin.check(jar, ENOUGH, environment);

        String seen = checked.loaded().orElseThrow().at("/writers/0/summary").asString();
        assertThat(seen).contains("LC_TIME=C").doesNotContain("swordfish");
    }

    @Test
    void a_jar_that_is_not_there_is_exit_code_2() throws Exception {
        Ran ran = Ran.of("plugins", "check", folder.resolve("none.jar").toString(), "--json");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.json().at("/problem/code").asString()).isEqualTo("cli.no-file");
    }

    /** A constructor of the only factory: the compiler must not see that it never ends. */
    private static String constructor(String statement) {
        return "public Factory1() throws Exception { if (Boolean.parseBoolean(\"true\")) { " + statement + " } }";
    }

    private static Check load(CheckedPlugin checked) {
        return checked.checks().get(checked.checks().size() - 1);
    }

    private static String load(JsonNode json) {
        JsonNode last = json.path("checks").path(json.path("checks").size() - 1);
        assertThat(last.path("name").asString()).isEqualTo("load");
        return last.path("result").asString() + ": " + last.path("text").asString();
    }
}
