// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillframe.postgres.config.ConfigurationFile.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFilesTest {
    @TempDir
    Path temp;

    @Test
    void readsWhatTheServerReads() throws IOException {
        assertThat(parse("""
                        # comment
                        Port = 5433
                        log_directory '/var/it''s log' # why
                        archive_command='cp \\'%p\\' /a\\\\b'
                          work_mem\t7MB
                        ext.setting = on
                        cluster_name = 'm\u00fcller'
                        """))
                .extracting(Entry::line, Entry::name, Entry::value)
                .containsExactly(
                        tuple(1, "port", "5433"),
                        tuple(2, "log_directory", "/var/it's log"),
                        tuple(3, "archive_command", "cp '%p' /a\\b"),
                        tuple(4, "work_mem", "7MB"),
                        tuple(5, "ext.setting", "on"),
                        tuple(6, "cluster_name", "m\u00fcller"));
    }

    @Test
    void readsBackWhatItWrites() throws IOException {
        for (String value : List.of("", "it's", "a\\b", "/p\u00e4th with # and spaces", "\\'")) {
            assertThat(parse(ConfigurationFile.line("x", value)))
                    .extracting(Entry::value)
                    .containsExactly(value);
        }
    }

    @Test
    void linesThatMeanNothingSayNothing() throws IOException {
        assertThat(parse("=\nport\nport = \nport = 'open\n'port' = 1\n1port = 2\nport = 1 2\n\0\n"))
                .isEmpty();
    }

    @Test
    void survivesAnyBytes() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "a='\\#\n\t \"@0123,include\0\u00ff";
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            Path file = Files.write(temp.resolve("any"), bytes);
            assertThat(ConfigurationFile.read(file)).as("seed " + seed).isNotNull();
            assertThat(AuthenticationFile.inclusions(file)).as("seed " + seed).isNotNull();
        }
        assertThat(parse("x = '" + "a".repeat(1 << 20) + "'")).hasSize(1);
    }

    @Test
    void followsInclusionsWhereverTheyLead() throws IOException {
        Path main =
                write("etc/main.conf", "include 'more.conf'\ninclude_if_exists = 'none.conf'\ninclude_dir 'conf.d'\n");
        Path more = write("etc/more.conf", "include '" + temp.resolve("far/away.conf") + "'\n");
        Path away = write("far/away.conf", "include '../etc/main.conf'\n"); // a circle is the server's to refuse
        Path first = write("etc/conf.d/1.conf", "");
        write("etc/conf.d/.hidden.conf", "");
        write("etc/conf.d/2.conf.bak", "");
        Path hba = write("etc/hba", "host @dbs,\"@quoted\" @\"user list\" all trust # @comment\ninclude extra\n");
        Path dbs = write("etc/dbs", "@nested\n");
        Path nested = write("etc/nested", "shop\n");
        Path users = write("etc/user list", "");
        Path extra = write("etc/extra", "");

        assertThat(ConfigurationFiles.reachable(main, List.of(hba, temp.resolve("missing"))))
                .containsExactly(main, more, away, first, hba, dbs, nested, users, extra);
    }

    @Test
    void aFileThatMustBeThereAndIsNotIsNamed() throws IOException {
        Path main = write("main.conf", "include 'gone.conf'\n");
        assertThatThrownBy(() -> ConfigurationFiles.reachable(main, List.of()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone.conf");
    }

    private List<Entry> parse(String text) throws IOException {
        return ConfigurationFile.read(write("file", text)).entries();
    }

    private Path write(String name, String text) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
