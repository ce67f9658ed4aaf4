// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import static dev.stillframe.plugin.PluginFolderTest.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.error.StillframeException;
import dev.stillframe.plugin.trust.Trust;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which jars may be used when the configuration says so; the jars are signed as jarsigner does it. */
class PluginTrustTest {
    /** Set by the refused plugin's factory as soon as its class is there. */
    private static final String LOADED = "stillframe.test.refused-plugin-was-loaded";

    @TempDir
    static Path keyFolder;

    private static Keys keys;

    @TempDir
    Path work;

    private Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = new Keys(keyFolder)
                .key("vendor")
                .key("stranger")
                .key("authority", "-ext", "bc:critical=ca:true")
                .key("employee", "-signer", "authority", "-ext", "eku=codeSigning")
                .key("webserver", "-signer", "authority", "-ext", "eku=serverAuth");
    }

    @BeforeEach
    void makeFolder() throws Exception {
        System.clearProperty(LOADED);
        folder = Files.createDirectory(work.resolve("plugins"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void what_jarsigner_signed_is_used_and_the_signer_is_named() throws Exception {
        Path jar = plugin("orders");
        Keys.run(List.of(
                Keys.tool("jarsigner"),
                "-keystore",
                keys.store.toString(),
                "-storepass",
                Keys.PASSWORD,
                jar.toString(),
                "vendor"));

        try (LoadedPlugins plugins = load(signers("vendor"))) {
            assertThat(plugins.rejected()).isEmpty();
            LoadedPlugin only = plugins.plugins().get(0);
            assertThat(only.trust()).isEqualTo(Trust.SIGNED);
            assertThat(only.signers()).singleElement().satisfies(signer -> {
                assertThat(signer.name()).isEqualTo("CN=vendor");
                assertThat(signer.sha256())
                        .isEqualTo(sha256(keys.certificate("vendor").getEncoded()));
                assertThat(signer.expires())
                        .isEqualTo(keys.certificate("vendor").getNotAfter().toInstant());
            });
        }
    }

    @Test
    void without_a_policy_every_jar_is_used_and_its_signers_are_shown_all_the_same() throws Exception {
        keys.sign(plugin("orders"), "stranger");
        plugin("plain");

        try (LoadedPlugins plugins = load(TrustPolicy.none())) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::trust).containsOnly(Trust.NOT_REQUIRED);
            assertThat(plugins.plugins())
                    .extracting(plugin -> plugin.signers().size())
                    .containsExactly(1, 0);
        }
    }

    @Test
    void what_is_refused_is_named_with_its_reason_is_never_loaded_and_stops_no_other() throws Exception {
        loading("unsigned");
        keys.sign(loading("foreign"), "stranger");
        keys.sign(plugin("zz-good"), "vendor");

        try (LoadedPlugins plugins = load(signers("vendor"))) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("zz-good");
            assertRejected(plugins, "unsigned.jar", "plugin.untrusted", "has an entry that nobody signed");
            assertRejected(
                    plugins,
                    "foreign.jar",
                    "plugin.untrusted",
                    "is signed by CN=stranger, who is not trusted: no certificate there issued its");
        }
        assertThat(System.getProperty(LOADED)).isNull();
    }

    @Test
    void what_loads_when_it_is_trusted_shows_that_a_refused_plugin_would_have_been_seen() throws Exception {
        keys.sign(loading("orders"), "vendor");

        load(signers("vendor")).close();

        assertThat(System.getProperty(LOADED)).isEqualTo("orders");
    }

    @ParameterizedTest
    @EnumSource
    void whoever_changes_a_signed_jar_without_the_key_gets_it_refused(Tampering tampering) throws Exception {
        Path jar = keys.sign(loading("orders"), "vendor");
        tampering.change(jar);

        try (LoadedPlugins plugins = load(signers("vendor"))) {
            assertThat(plugins.plugins()).isEmpty();
            assertRejected(plugins, "orders.jar", tampering.code, tampering.reason);
        }
        assertThat(System.getProperty(LOADED)).isNull();
    }

    @Test
    void of_two_signers_only_one_who_signed_every_entry_counts() throws Exception {
        Path jar = keys.sign(plugin("orders"), "vendor");
        new JarEdit(jar).put("test/More.class", new byte[10]).write();
        keys.sign(jar, "stranger"); // also what was added

        try (LoadedPlugins plugins = load(signers("vendor"))) {
            assertRejected(plugins, "orders.jar", "plugin.untrusted", "is signed by CN=stranger, who is not trusted");
        }
        try (LoadedPlugins plugins = load(signers("stranger"))) {
            assertThat(plugins.plugins()).hasSize(1);
        }
    }

    @Test
    void a_signer_whose_certificate_was_issued_by_a_trusted_one_needs_one_for_code_signing() throws Exception {
        keys.sign(plugin("by-employee"), "employee");
        keys.sign(plugin("by-webserver"), "webserver");

        try (LoadedPlugins plugins = load(signers("authority"))) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("by-employee");
            assertRejected(plugins, "by-webserver.jar", "plugin.untrusted", "its certificate is not for code signing");
        }
    }

    @Test
    void an_issued_certificate_counts_while_it_is_valid_and_one_of_the_store_as_long_as_it_is_there() throws Exception {
        keys.sign(plugin("by-employee"), "employee");
        keys.sign(plugin("by-vendor"), "vendor");
        Path store = keys.pem(work.resolve("signers.pem"), "authority", "vendor");
        Instant late = Instant.now().plus(Duration.ofDays(366));

        try (LoadedPlugins plugins =
                load(TrustPolicy.of(Map.of(), Optional.of(store), Optional.empty(), InstantSource.fixed(late)))) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::id).containsExactly("by-vendor");
            assertRejected(plugins, "by-employee.jar", "plugin.untrusted", "its certificate has expired");
        }
    }

    @Test
    void a_pinned_jar_needs_its_digest_and_no_signature_does_instead() throws Exception {
        Path plain = plugin("plain");
        keys.sign(plugin("changed"), "vendor");
        plugin("other");
        Map<String, String> pins =
                Map.of("plain.jar", sha256(plain).toUpperCase(java.util.Locale.ROOT), "changed.jar", "ab".repeat(32));

        try (LoadedPlugins plugins = load(TrustPolicy.of(
                pins,
                Optional.of(keys.pem(work.resolve("signers.pem"), "vendor")),
                Optional.empty(),
                InstantSource.system()))) {
            assertThat(plugins.plugins()).singleElement().satisfies(plugin -> {
                assertThat(plugin.id()).isEqualTo("plain");
                assertThat(plugin.trust()).isEqualTo(Trust.PINNED);
            });
            assertRejected(plugins, "changed.jar", "plugin.untrusted", "is not the file that the configuration pins");
            assertRejected(plugins, "other.jar", "plugin.untrusted", "has an entry that nobody signed");
        }
        try (LoadedPlugins plugins =
                load(TrustPolicy.of(pins, Optional.empty(), Optional.empty(), InstantSource.system()))) {
            assertRejected(plugins, "other.jar", "plugin.untrusted", "is not pinned, and no signers are trusted");
        }
    }

    @Test
    void a_trust_store_may_be_pkcs12_with_a_password() throws Exception {
        keys.sign(plugin("orders"), "vendor");
        Path store = keys.pkcs12(work.resolve("signers.p12"), "vendor");
        Path right = Files.writeString(work.resolve("right"), Keys.PASSWORD + "\n");
        Path wrong = Files.writeString(work.resolve("wrong"), "guess");

        try (LoadedPlugins plugins =
                load(TrustPolicy.of(Map.of(), Optional.of(store), Optional.of(right), InstantSource.system()))) {
            assertThat(plugins.plugins()).extracting(LoadedPlugin::trust).containsExactly(Trust.SIGNED);
        }
        assertUnusable(store, Optional.of(wrong));
    }

    @Test
    void a_trust_store_that_trusts_nobody_is_an_error_and_not_a_refusal_of_everything() throws Exception {
        assertUnusable(work.resolve("absent"), Optional.empty());
        assertUnusable(Files.writeString(work.resolve("noise"), "no certificate"), Optional.empty());
        assertUnusable(Files.writeString(work.resolve("cut"), "-----BEGIN CERTIFICATE-----\nMIIB\n"), Optional.empty());
        Path password = Files.writeString(work.resolve("password"), Keys.PASSWORD);
        assertUnusable(keys.store, Optional.of(password)); // private keys are not trust
    }

    @Test
    void where_others_may_write_nothing_is_trusted() throws Exception {
        Path jar = keys.sign(plugin("orders"), "vendor");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        TrustPolicy policy = signers("vendor");

        try (LoadedPlugins plugins = load(policy)) {
            assertRejected(plugins, "orders.jar", "plugin.writable", "may be changed by others than its owner");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> load(policy))
                .isInstanceOfSatisfying(
                        StillframeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("plugin.writable"));
    }

    /** What one can do to a signed jar without the key. */
    enum Tampering {
        ADD_A_CLASS("plugin.untrusted", "nobody signed: test/Added.class") {
            @Override
            void change(Path jar) throws Exception {
                JarEdit edit = new JarEdit(jar);
                edit.put("test/Added.class", edit.read(FACTORY)).write();
            }
        },
        ADD_A_CLASS_FOR_A_NEWER_JAVA("plugin.untrusted", "nobody signed: META-INF/versions/11/" + Tampering.FACTORY) {
            @Override
            void change(Path jar) throws Exception {
                JarEdit edit = new JarEdit(jar);
                edit.put("META-INF/versions/11/" + Tampering.FACTORY, edit.read(FACTORY))
                        .write();
            }
        },
        ADD_A_SERVICE("plugin.untrusted", "nobody signed: META-INF/services/java.sql.Driver") {
            @Override
            void change(Path jar) throws Exception {
                new JarEdit(jar)
                        .put("META-INF/services/java.sql.Driver", "test.Added".getBytes(StandardCharsets.UTF_8))
                        .write();
            }
        },
        ADD_CONTENT_UNDER_THE_NAME_OF_A_FOLDER("plugin.untrusted", "nobody signed: test/hidden/") {
            @Override
            void change(Path jar) throws Exception {
                new JarEdit(jar).put("test/hidden/", new byte[10]).write();
            }
        },
        ADD_IT_TO_THE_MANIFEST_TOO("plugin.untrusted", "nobody signed: test/Added.txt") {
            @Override
            void change(Path jar) throws Exception {
                byte[] content = {1, 2, 3};
                new JarEdit(jar)
                        .put("test/Added.txt", content)
                        .text(MANIFEST, text -> text + section("test/Added.txt", content))
                        .write();
            }
        },
        CHANGE_A_CLASS("plugin.broken-jar", "digest error for " + Tampering.FACTORY) {
            @Override
            void change(Path jar) throws Exception {
                JarEdit edit = new JarEdit(jar);
                byte[] content = edit.read(FACTORY);
                content[content.length - 1] ^= 1;
                edit.put(FACTORY, content).write();
            }
        },
        CHANGE_A_CLASS_AND_ITS_DIGEST("plugin.broken-jar", "cannot be read as a jar") {
            @Override
            void change(Path jar) throws Exception {
                JarEdit edit = new JarEdit(jar);
                byte[] before = edit.read(FACTORY);
                byte[] after = before.clone();
                after[after.length - 1] ^= 1;
                edit.put(FACTORY, after)
                        .text(MANIFEST, text -> text.replace(digest(before), digest(after)))
                        .write();
            }
        },
        CHANGE_WHAT_THE_MANIFEST_SAYS("plugin.broken-jar", "cannot be read as a jar") {
            @Override
            void change(Path jar) throws Exception {
                new JarEdit(jar)
                        .text(MANIFEST, text -> text.replace("Plugin-Id: orders", "Plugin-Id: office"))
                        .write();
            }
        },
        HAVE_A_CLASS_TWICE("plugin.broken-jar", "has two entries named " + Tampering.FACTORY) {
            @Override
            void change(Path jar) throws Exception {
                JarEdit edit = new JarEdit(jar);
                edit.put("test/Factory0.class", edit.read(FACTORY)).write();
                JarEdit.rename(jar, "test/Factory0.class", FACTORY);
            }
        },
        HAVE_A_SECOND_MANIFEST("plugin.broken-jar", "has two entries named META-INF/Manifest.mf") {
            @Override
            void change(Path jar) throws Exception {
                JarEdit edit = new JarEdit(jar);
                edit.put("META-INF/Manifest.mf", edit.read(MANIFEST)).write();
            }
        },
        LEAD_ELSEWHERE_BY_AN_INDEX("plugin.manifest", "has META-INF/INDEX.LIST") {
            @Override
            void change(Path jar) throws Exception {
                new JarEdit(jar)
                        .put("META-INF/INDEX.LIST", "JarIndex-Version: 1.0\n".getBytes(StandardCharsets.UTF_8))
                        .write();
            }
        },
        TAKE_THE_SIGNATURE_OUT("plugin.untrusted", "has an entry that nobody signed") {
            @Override
            void change(Path jar) throws Exception {
                new JarEdit(jar)
                        .remove("META-INF/VENDOR.SF")
                        .remove("META-INF/VENDOR.EC")
                        .write();
            }
        },
        TAKE_HALF_THE_SIGNATURE_OUT("plugin.untrusted", "has an entry that nobody signed") {
            @Override
            void change(Path jar) throws Exception {
                new JarEdit(jar).remove("META-INF/VENDOR.EC").write();
            }
        };

        private static final String FACTORY = "test/Factory1.class";
        private static final String MANIFEST = "META-INF/MANIFEST.MF";

        private final String code;
        private final String reason;

        Tampering(String code, String reason) {
            this.code = code;
            this.reason = reason;
        }

        abstract void change(Path jar) throws Exception;

        private static String section(String name, byte[] content) {
            return "Name: " + name + "\r\nSHA-256-Digest: " + digest(content) + "\r\n\r\n";
        }

        private static String digest(byte[] content) {
            try {
                return java.util.Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Path plugin(String id) throws Exception {
        return readable(PluginJar.writing(id).in(folder, id + ".jar"));
    }

    /** One that leaves a trace when a class of it is loaded. */
    private Path loading(String id) throws Exception {
        return readable(PluginJar.of(id)
                .writer(id, "static { System.setProperty(\"" + LOADED + "\", \"" + id + "\"); }")
                .in(folder, id + ".jar"));
    }

    private static Path readable(Path jar) throws Exception {
        return Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private LoadedPlugins load(TrustPolicy policy) throws StillframeException {
        return Plugins.load(folder, policy);
    }

    private TrustPolicy signers(String... aliases) throws Exception {
        Path store = keys.pem(work.resolve("signers.pem"), aliases);
        return TrustPolicy.of(Map.of(), Optional.of(store), Optional.empty(), InstantSource.system());
    }

    private static void assertUnusable(Path store, Optional<Path> password) {
        assertThatThrownBy(() -> TrustPolicy.of(Map.of(), Optional.of(store), password, InstantSource.system()))
                .isInstanceOfSatisfying(StillframeException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("plugin.trust-store");
                    assertThat(e.problem().message()).contains(store.toString());
                });
    }

    private static String sha256(Path file) throws Exception {
        return sha256(Files.readAllBytes(file));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
