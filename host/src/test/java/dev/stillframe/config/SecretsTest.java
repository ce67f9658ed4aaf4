// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String SECRET = "correct-horse-battery-staple-9137-correct-horse-battery";

    @TempDir
    Path folder;

    @Test
    void references_stand_for_the_environment_and_for_files() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), SECRET + "\n");

        Configuration configuration = new ConfigurationFiles(folder, Map.of("USER_NAME", "anna"))
                .read(withExclude("'${env:USER_NAME}:${file:" + file + "}', '$${env:USER_NAME}'"));

        assertThat(configuration.applications().get("uploads").settings().values())
                .containsEntry("exclude", List.of("anna:" + SECRET, "${env:USER_NAME}"));
    }

    @Test
    void nothing_that_can_be_printed_holds_a_secret() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), SECRET);

        Configuration configuration =
                new ConfigurationFiles(folder, Map.of()).read(withExclude("'a ${file:" + file + "}'"));

        assertThat(configuration.toString()).doesNotContain(SECRET);
        assertThat(configuration.secrets().redact("connecting as anna/" + SECRET + " failed"))
                .isEqualTo("connecting as anna/*** failed");
    }

    @Test
    void each_line_of_a_secret_is_secret() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "first-line\n\nsecond-line\n");

        Configuration configuration =
                new ConfigurationFiles(folder, Map.of()).read(withExclude("'${file:" + file + "}'"));

        assertThat(configuration.secrets().redact("a second-line b")).isEqualTo("a *** b");
    }

    @Test
    void a_secret_that_breaks_the_schema_is_not_repeated() throws Exception {
        ConfigurationFiles files = new ConfigurationFiles(folder, Map.of("SECRET", SECRET));
        String text = ConfigurationFiles.GOOD.replace(
                "[/srv/uploads]",
                "['${env:SECRET}'], password: '${env:SECRET}', mode: '${env:SECRET}', port: '${env:SECRET}',"
                        + " nested: {a: '${env:SECRET}'}, ratio: ['${env:SECRET}']");

        try {
            files.read(text);
            org.assertj.core.api.Assertions.fail("a secret that breaks the schema was accepted");
        } catch (ConfigurationException e) {
            assertThat(e.errors()).hasSizeGreaterThanOrEqualTo(6);
            StringWriter printed = new StringWriter();
            e.printStackTrace(new PrintWriter(printed));
            assertThat(printed + e.errors().toString() + e.problem()).doesNotContain(SECRET);
        }
    }

    @Test
    void what_a_reference_cannot_find_is_an_error_where_it_stands() throws Exception {
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.writeString(folder.resolve("empty"), "\n");

        assertThat(new ConfigurationFiles(folder, Map.of("EMPTY", "")).errors(withExclude("""

                                '${env:NONE}',
                                '${env:EMPTY}',
                                '${file:relative}',
                                '${file:%1$s/none}',
                                '${file:%1$s/binary}',
                                '${file:%1$s/empty}',
                                '${file:%1$s}',
                                '${HOME}',
                                '${env:OPEN'
                                """.formatted(folder))))
                .extracting(error -> error.replace(folder.toString(), "F").replaceAll(" \\(.*", ""))
                .containsExactly(
                        "stillframe.yaml:11:1: /applications/uploads/settings/exclude/0: the environment variable NONE is not set",
                        "stillframe.yaml:12:1: /applications/uploads/settings/exclude/1: the environment variable EMPTY is empty",
                        "stillframe.yaml:13:1: /applications/uploads/settings/exclude/2: the path \"relative\" is not absolute",
                        "stillframe.yaml:14:1: /applications/uploads/settings/exclude/3: none is not a file",
                        "stillframe.yaml:15:1: /applications/uploads/settings/exclude/4: binary is not UTF-8 text",
                        "stillframe.yaml:16:1: /applications/uploads/settings/exclude/5: empty is empty",
                        "stillframe.yaml:17:1: /applications/uploads/settings/exclude/6: F is not a file",
                        "stillframe.yaml:18:1: /applications/uploads/settings/exclude/7: \"${HOME}\" is no reference",
                        "stillframe.yaml:19:1: /applications/uploads/settings/exclude/8: \"${env:OPEN\" is no reference");
    }

    private static String withExclude(String items) {
        return ConfigurationFiles.GOOD.replace("[/srv/uploads]", "[/srv/uploads], exclude: [" + items + "]");
    }
}
