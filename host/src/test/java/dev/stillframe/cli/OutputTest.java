// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Retry;
import dev.stillframe.config.ConfigurationReader;
import dev.stillframe.config.Secrets;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class OutputTest {
    private static final String SECRET = "hunter2\"\\\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void errors_are_one_line_with_a_hint() {
        output(false, false).fail(new StillframeException("area.word", "it broke", Retry.HELPS, "mend it"));

        assertThat(text(out)).isEmpty();
        assertThat(text(err)).isEqualTo("error [area.word] it broke\nhint: mend it\n");
    }

    @Test
    void stack_traces_appear_only_with_debug() {
        StillframeException failure = new StillframeException("area.word", "it broke", Retry.HELPS, "");

        output(false, false).fail(failure);
        assertThat(text(err)).doesNotContain("\tat ");
        output(false, true).fail(failure);
        assertThat(text(err)).contains("\tat dev.stillframe.cli.OutputTest");
    }

    @Test
    void a_defect_is_exit_code_1_and_asks_for_a_report() {
        ExitCode exit = output(false, false).fail(new IllegalStateException("x"), "/var/log");

        assertThat(exit.number()).isEqualTo(1);
        assertThat(text(err)).isEqualTo("""
                        error [host.failed] IllegalStateException: x
                        hint: this is a defect; please report it with /var/log
                        """);
    }

    @Test
    void secrets_are_stars_in_messages_results_json_and_stack_traces() throws Exception {
        Problem problem = new Problem("a.b", "login as anna/" + SECRET + " failed", Retry.HELPS, "try " + SECRET);
        for (boolean json : List.of(true, false)) {
            Output output = output(json, true);
            output.keepSecret(secrets());
            output.warn(problem);
            output.fail(new StillframeException(problem));
            output.fail(new IllegalStateException(SECRET), "");
            ObjectNode object = Json.object("x").put("a", "<" + SECRET + ">");
            output.report(new Report(object, List.of("<" + SECRET + ">"), ExitCode.DONE));
        }

        assertThat(text(out) + text(err))
                .contains("login as anna/*** failed", "<***>", "\"<***>\"")
                .doesNotContain("hunter2");
    }

    /** A configuration whose only secret is {@link #SECRET}. */
    private Secrets secrets() throws Exception {
        Path file = Files.writeString(folder.resolve("x.yaml"), """
                archive: {directory: /a}
                state-directory: /s
                plugins: {directory: /p}
                applications: {x: {writer: w, settings: {password: '${env:SECRET}'}}}
                jobs: {j: {applications: [x]}}
                """);
        return new ConfigurationReader(Map.of("SECRET", SECRET))
                .read(file, folder -> Map.of("w", "{}"))
                .secrets();
    }

    private Output output(boolean json, boolean debug) {
        return new Output(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                json,
                debug);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
