// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DamagedConfigurationTest {
    @TempDir
    Path folder;

    private ConfigurationFiles files;

    @BeforeEach
    void files() {
        files = new ConfigurationFiles(folder, Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                   | stillframe.yaml: the file is empty
            '# nothing'                          | stillframe.yaml: the file is empty
            'a: [1, 2'                           | stillframe.yaml:1:9: not YAML:
            'a: b: c'                            | stillframe.yaml:1:5: not YAML:
            '- a'                                | stillframe.yaml:1:1: must be a mapping
            'text'                               | stillframe.yaml:1:1: must be a mapping
            '{? [a] : 1}'                        | stillframe.yaml:1:4: a key must be text
            'host-name: !secret x'               | stillframe.yaml:1:12: /host-name: the tag "!secret" is not supported
            'host-name: !!int x'                 | stillframe.yaml:1:12: /host-name: not a value of the kind that its tag says
            'host-name: 123456789012345678901'   | stillframe.yaml:1:12: /host-name: a number that does not fit into 64 bits
            'host-name: .nan'                    | stillframe.yaml:1:12: /host-name: must be a finite number
            'a: &a [*a]'                         | stillframe.yaml:1:4: /a/0: an alias refers to what it lies in
            """)
    void what_is_no_configuration_is_told_with_its_place(String text, String error) throws Exception {
        assertThat(files.errors(text == null ? "" : text))
                .anySatisfy(line -> assertThat(line).startsWith(error));
    }

    @Test
    void a_value_that_cannot_be_read_is_not_told_twice() throws Exception {
        assertThat(files.errors(ConfigurationFiles.GOOD.replace("shop-1", "!secret x")))
                .hasSize(1);
    }

    @Test
    void a_second_document_is_an_error() throws Exception {
        assertThat(files.errors(ConfigurationFiles.GOOD + "---\na: b\n"))
                .singleElement()
                .asString()
                .startsWith("stillframe.yaml:15:1: a second document begins here");
    }

    @Test
    void a_missing_file_and_a_folder_are_told_apart() {
        ConfigurationReader reader = new ConfigurationReader(Map.of());

        assertThatThrownBy(() -> reader.readWithoutWriters(folder.resolve("none.yaml")))
                .hasMessageContaining("none.yaml: there is no such file (name it with --config) [config.missing]");
        assertThatThrownBy(() -> reader.readWithoutWriters(folder)).hasMessageContaining("[config.unreadable]");
    }

    @Test
    void text_that_is_not_utf_8_is_refused() throws Exception {
        Path file = Files.write(folder.resolve("latin.yaml"), "a: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> new ConfigurationReader(Map.of()).readWithoutWriters(file))
                .hasMessageContaining("not UTF-8 text");
    }

    @Test
    void aliases_of_aliases_do_not_fill_the_memory() throws Exception {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(4)));
        }

        assertThat(files.errors(text.toString()))
                .anySatisfy(line -> assertThat(line).contains("more than 50000 values"));
    }

    @Test
    void nesting_without_end_is_an_error() throws Exception {
        assertThat(files.errors("a: " + "[".repeat(200_000)))
                .singleElement()
                .asString()
                .contains("[config.syntax]");
    }

    @Test
    void no_damage_makes_anything_but_a_list_of_errors() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = ConfigurationFiles.GOOD.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.yaml"), bytes);
            try {
                new ConfigurationReader(Map.of()).read(file, d -> Map.of("files", ConfigurationFiles.schema()));
            } catch (ConfigurationException e) {
                assertThat(e.errors()).isNotEmpty();
            }
        }
    }
}
