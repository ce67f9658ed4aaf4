// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.WriterFactory;
import dev.stillframe.plugin.CheckedJar.Check;
import dev.stillframe.plugin.CheckedJar.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read from a jar before a class of it is loaded. */
class JarCheckTest {
    @TempDir
    Path folder;

    @Test
    void a_good_jar_passes_everything_and_is_warned_of_what_its_vendor_could_add() throws Exception {
        CheckedJar checked = JarCheck.of(PluginJar.writing("orders").in(folder, "orders.jar"));
        assertThat(checked.good()).isTrue();
        assertThat(checked.checks())
                .extracting(each -> each.name() + " " + each.result() + ": " + each.text())
                .containsExactly(
                        "manifest PASSED: orders 1.2.3",
                        "requires PASSED: >=0.1.0 & <1.0.0 contains " + ContractVersion.text()
                                + ", this host's contract",
                        "index PASSED: test.Factory1",
                        "packages PASSED: none that belongs to the host",
                        "signature WARNING: the jar is not signed",
                        "kit WARNING: no report of the conformance kit lies beside it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Plugin-Id", "Plugin-Version", "Plugin-Requires"})
    void a_manifest_without_one_of_its_attributes_fails_and_the_rest_is_checked_all_the_same(String attribute)
            throws Exception {
        CheckedJar checked =
                JarCheck.of(PluginJar.writing("orders").without(attribute).in(folder, "orders.jar"));
        assertFailed(checked, "manifest", attribute);
        assertThat(checked.sha256()).isEmpty();
        assertThat(check(checked, "index").result()).isEqualTo(Result.PASSED);
    }

    @ParameterizedTest
    @CsvSource({
        "Plugin-Requires, >=0.1.0, has no upper end",
        "Plugin-Class, test.Start, has Plugin-Class",
        "Plugin-Dependencies, other, has Plugin-Dependencies",
        "Class-Path, other.jar, has Class-Path"
    })
    void a_manifest_that_promises_or_asks_too_much_fails(String attribute, String value, String reason)
            throws Exception {
        assertFailed(
                JarCheck.of(
                        PluginJar.writing("orders").manifest(attribute, value).in(folder, "orders.jar")),
                "manifest",
                reason);
    }

    @Test
    void a_range_without_this_hosts_contract_fails() throws Exception {
        assertFailed(
                JarCheck.of(PluginJar.writing("orders")
                        .manifest("Plugin-Requires", ">=7.0.0 & <8.0.0")
                        .in(folder, "orders.jar")),
                "requires",
                ">=7.0.0 & <8.0.0 does not contain " + ContractVersion.text());
    }

    @Test
    void an_index_that_names_nothing_or_what_is_not_there_fails() throws Exception {
        assertFailed(
                JarCheck.of(PluginJar.of("none").in(folder, "none.jar")),
                "index",
                "names neither a writer nor a snapshot provider");
        assertFailed(
                JarCheck.of(PluginJar.writing("absent")
                        .service(WriterFactory.class.getName(), "test.NotThere")
                        .in(folder, "absent.jar")),
                "index",
                "names what is not in the jar: [test.NotThere]");
    }

    @ParameterizedTest
    @CsvSource({
        "dev/stillframe/api/Writer.class, dev/stillframe/api/",
        "META-INF/versions/17/dev/stillframe/runtime/call/Calls.class, dev/stillframe/runtime/",
        "dev/stillframe/testkit/Rule.class, dev/stillframe/testkit/",
        "org/slf4j/Logger.class, org/slf4j/",
        "org/pf4j/Plugin.class, org/pf4j/",
        "java/lang/String.class, java/",
        "javax/sql/DataSource.class, javax/sql/"
    })
    void a_package_of_the_host_or_of_the_jdk_fails(String entry, String forbidden) throws Exception {
        assertFailed(
                JarCheck.of(
                        PluginJar.writing("orders").entry(entry, new byte[] {1}).in(folder, "orders.jar")),
                "packages",
                "brings " + forbidden);
    }

    @Test
    void a_jar_that_was_cut_off_fails_and_is_no_plugin_at_all() throws Exception {
        Path jar = PluginJar.writing("orders").in(folder, "orders.jar");
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length - 40));
        CheckedJar checked = JarCheck.of(jar);
        assertFailed(checked, "manifest", "cannot be read as a jar");
        assertFailed(checked, "contents", "");
        assertThat(checked.sha256()).isEmpty();
    }

    @Test
    void a_jar_that_was_changed_after_it_was_signed_fails() throws Exception {
        Path jar = PluginJar.writing("orders").in(folder, "orders.jar");
        new Keys(folder).key("vendor").sign(jar, "vendor");
        assertThat(check(JarCheck.of(jar), "signature").text()).isEqualTo("signed by CN=vendor");
        new JarEdit(jar).put("test/added.txt", new byte[] {1}).write();
        assertFailed(JarCheck.of(jar), "signature", "test/added.txt");
    }

    @Test
    void the_kits_report_of_this_very_jar_is_shown() throws Exception {
        Check kit = kit("kit=0.1.0\nsha256=%s\ntest.OrdersIT=47 passed, 3 do not apply, 0 failed\n");
        assertThat(kit.result()).isEqualTo(Result.PASSED);
        assertThat(kit.text()).isEqualTo("version 0.1.0; OrdersIT: 47 passed, 3 do not apply, 0 failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kit=0.1.0~sha256=00~test.OrdersIT=50 passed, 0 do not apply, 0 failed              | of another jar
            kit=0.1.0~test.OrdersIT=50 passed, 0 do not apply, 0 failed                        | of another jar
            kit=0.1.0~sha256=%s~test.OrdersIT=40 passed, 0 do not apply, 10 failed             | 10 failed
            kit=0.1.0~sha256=%s~test.AIT=1 passed, 0 do not apply, 0 failed~test.BIT=0 passed, 0 do not apply, 1 failed | 1 failed
            kit=0.1.0~sha256=%s                                                            | version 0.1.0
            sha256=\\u12                                                                    | cannot be read
            """)
    void a_report_of_another_jar_of_failures_of_nothing_or_of_noise_fails(String report, String reason)
            throws Exception {
        Check kit = kit(report.replace('~', '\n'));
        assertThat(kit.result()).as(kit.text()).isEqualTo(Result.FAILED);
        assertThat(kit.text()).contains(reason);
    }

    @Test
    void a_report_that_cannot_be_opened_fails() throws Exception {
        Path jar = PluginJar.writing("orders").in(folder, "orders.jar");
        Files.createDirectory(folder.resolve("orders.jar.contract"));
        assertFailed(JarCheck.of(jar), "kit", "the kit's report cannot be read");
    }

    private Check kit(String report) throws Exception {
        Path jar = PluginJar.writing("orders").in(folder, "orders.jar");
        String text = report.replace("%s", JarCheck.of(jar).sha256());
        Files.write(folder.resolve("orders.jar.contract"), text.getBytes(StandardCharsets.ISO_8859_1));
        return check(JarCheck.of(jar), "kit");
    }

    private static void assertFailed(CheckedJar checked, String name, String text) {
        assertThat(checked.good()).isFalse();
        assertThat(check(checked, name).result()).as("%s", checked.checks()).isEqualTo(Result.FAILED);
        assertThat(check(checked, name).text()).contains(text);
    }

    private static Check check(CheckedJar checked, String name) {
        return checked.checks().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name + " in " + checked.checks()));
    }
}
