// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ProgramTest {
    private static final String SECRET = "correct-horse-battery-staple-9137";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init",
                "doctor",
                "plan",
                "backup",
                "list",
                "show",
                "restore",
                "verify",
                "check-files",
                "export",
                "recover",
                "plugins"
            })
    void every_command_explains_itself_and_takes_the_common_options(String command) {
        Ran ran = Ran.of(command, "--help");

        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).anyMatch(line -> line.contains("--json")).anyMatch(line -> line.contains("--config"));
    }

    @Test
    void the_help_of_the_program_lists_the_exit_codes() {
        assertThat(Ran.of("--help").out()).anyMatch(line -> line.matches(" *3 +a backup was made, but below.*"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                     | a command is missing                           | see stillframe --help
            plugins                | a command is missing: plugins list, check or new             | see stillframe plugins --help
            show                   | missing required parameter: 'ID'               | see stillframe show --help
            restore x              | missing required option: '--target=DIR'        | see stillframe restore --help
            list --jsn             | unknown option: '--jsn'                        | did you mean
            lst                    | unmatched argument at index 0: 'lst'           | did you mean
            """)
    void wrong_usage_is_one_line_a_hint_and_exit_code_2(String arguments, String message, String hint) {
        Ran ran = Ran.of(arguments == null || arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).hasSize(2);
        assertThat(ran.err().get(0)).isEqualTo("error [cli.usage] " + message);
        assertThat(ran.err().get(1)).startsWith("hint: " + hint);
    }

    @Test
    void wrong_usage_with_json_is_an_object_too() {
        JsonNode object = Ran.of("show", "--json").json();

        assertThat(object.path("kind").stringValue()).isEqualTo("error");
        assertThat(object.path("exit").intValue()).isEqualTo(2);
        assertThat(object.path("problem").path("code").stringValue()).isEqualTo("cli.usage");
    }

    @Test
    void a_missing_configuration_is_told_with_a_hint() {
        Ran ran = Ran.of("--config", folder.resolve("none.yaml").toString(), "list");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().get(0))
                .isEqualTo(folder + "/none.yaml: there is no such file (name it with --config) [config.missing]");
    }

    @Test
    void everything_that_is_wrong_with_the_configuration_is_told_before_the_error() throws IOException {
        Path file = write("archive: {directory: x}\njobs: 7\n");

        Ran ran = Ran.of("list", "--config", file.toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).hasSize(6);
        assertThat(ran.err().get(5)).isEqualTo("error [config.invalid] the configuration has 5 errors");
    }

    @Test
    void configuration_errors_are_one_json_object() throws IOException {
        Path file = write("archive: {directory: x}\njobs: 7\n");

        JsonNode object = Ran.of("list", "--json", "--config", file.toString()).json();

        assertThat(object.path("errors").size()).isEqualTo(5);
        assertThat(object.at("/errors/0/line").intValue()).isEqualTo(1);
        assertThat(object.at("/errors/4/pointer").stringValue()).isEqualTo("/jobs");
    }

    @Test
    void without_plugins_a_plan_names_the_missing_writer_and_lists_nothing() throws IOException {
        Path file = write(good("[/srv]"));

        Ran ran = Ran.of("plan", "--config", file.toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err().get(0))
                .contains("/applications/uploads/writer: no plugin brings a writer named \"files\"");
    }

    @Test
    void a_destination_that_was_never_made_is_exit_code_5() throws IOException {
        Path file = write(good("[/srv]"));

        Ran ran = Ran.of("list", "--json", "--config", file.toString());

        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.json().at("/problem/hint").stringValue()).contains("init");
    }

    @Test
    void a_folder_without_plugins_lists_none() throws IOException {
        Path file = write(good("[/srv]"));

        Ran ran = Ran.of("plugins", "list", "--config", file.toString());

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).containsExactly("no plugins");
    }

    @Test
    void no_secret_is_printed_whatever_goes_wrong_with_it() throws IOException {
        Path file = write(good("'${env:SECRET}', '${env:SECRET} ${env:OTHER}'"));

        for (String[] arguments : new String[][] {
            {"plan"}, {"plan", "--json"}, {"plan", "--debug"}, {"show", "latest", "--debug"}, {"backup", "--json"}
        }) {
            String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
            all[arguments.length] = "--config";
            all[arguments.length + 1] = file.toString();

            Ran ran = Ran.of(Map.of("SECRET", SECRET), all);

            assertThat(ran.exit()).isNotZero();
            assertThat(ran.toString()).doesNotContain(SECRET);
        }
    }

    private String good(String paths) throws IOException {
        Files.createDirectories(folder.resolve("plugins"));
        return """
                archive: {directory: %1$s/archive}
                state-directory: %1$s/state
                plugins: {directory: %1$s/plugins}
                applications: {uploads: {writer: files, settings: {paths: %2$s}}}
                jobs: {shop: {applications: [uploads]}}
                """.formatted(folder, paths.startsWith("[") ? paths : "[" + paths + "]");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("stillframe.yaml"), text);
    }
}
