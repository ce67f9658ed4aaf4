// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.plugin.CheckedJar.Check;
import dev.stillframe.plugin.CheckedJar.Result;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vendor is told of the signature of his jar. */
class SignatureCheckTest {
    private static final String SERVICE = "META-INF/services/dev.stillframe.api.WriterFactory";

    @TempDir
    static Path keyFolder;

    private static Keys keys;

    @TempDir
    Path folder;

    private Path jar;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = new Keys(keyFolder).key("vendor");
    }

    @BeforeEach
    void makeJar() throws Exception {
        jar = PluginJar.writing("orders").in(folder, "orders.jar");
    }

    @Test
    void a_jar_without_a_signature_is_worth_a_warning() throws Exception {
        assertThat(checked().result()).isEqualTo(Result.WARNING);
        assertThat(checked().text()).isEqualTo("the jar is not signed");
    }

    @Test
    void who_signed_it_as_a_whole_is_named() throws Exception {
        keys.sign(jar, "vendor");
        assertThat(checked().result()).isEqualTo(Result.PASSED);
        assertThat(checked().text()).isEqualTo("signed by CN=vendor");
    }

    @Test
    void an_entry_that_was_added_after_the_signing_is_named() throws Exception {
        keys.sign(jar, "vendor");
        new JarEdit(jar).put("test/added.txt", new byte[] {1}).write();
        assertThat(checked().result()).isEqualTo(Result.FAILED);
        assertThat(checked().text()).isEqualTo("the jar has an entry that nobody signed: test/added.txt");
    }

    @Test
    void an_entry_that_was_changed_after_the_signing_is_named() throws Exception {
        keys.sign(jar, "vendor");
        new JarEdit(jar).put(SERVICE, "test.Other".getBytes(UTF_8)).write();
        assertThat(checked().result()).isEqualTo(Result.FAILED);
        assertThat(checked().text()).isEqualTo("the signature does not match " + SERVICE);
    }

    private Check checked() throws Exception {
        try (JarFile open = new JarFile(jar.toFile())) {
            return SignatureCheck.of(open);
        }
    }
}
