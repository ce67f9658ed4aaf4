// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Retry;
import dev.stillframe.config.Secrets;
import dev.stillframe.consistency.Level;
import dev.stillframe.error.StillframeException;
import dev.stillframe.job.Backup;
import dev.stillframe.job.RepositoryWork;
import dev.stillframe.plan.Plan;
import dev.stillframe.receipt.Receipt;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds {@code docs/json.md} against what is printed: every field is documented, and every documented field exists. */
class JsonDocumentationTest {
    /** Texts by name whose names are not ours. */
    private static final Set<String> FREE = Set.of("evidence", "facts");

    private final Map<String, Set<String>> documented = documented();

    @Test
    void every_object_has_exactly_the_fields_that_its_section_says() {
        Map<String, Set<String>> printed = new TreeMap<>();
        for (Report report : List.of(
                InitCommand.report(List.of("x")),
                DoctorCommand.report(Samples.doctor()),
                PlanReport.of(Samples.refused(), Samples.job()),
                PlanReport.of(
                        new dev.stillframe.job.Planning.Forecast(
                                "shop",
                                Optional.of(Samples.plan(
                                        Level.CRASH, List.of(new Plan.Missing("orders", Samples.PROBLEM)))),
                                List.of(),
                                List.of()),
                        Samples.job()),
                BackupCommand.report("shop", new Backup.Result.Nothing(List.of(Samples.PROBLEM))),
                BackupCommand.report("shop", new Backup.Result.Stored(Samples.receipt(Receipt.Outcome.COMPLETE), 1)),
                ListCommand.report(Samples.shelf(), Samples.foreign()),
                ShowCommand.report(Samples.receipt(Receipt.Outcome.COMPLETE)),
                RestoreCommand.report(Samples.restored(Optional.of(Samples.PROBLEM)), Path.of("/restored")),
                VerifyCommand.report(Samples.verified("/a: cut")),
                CheckFilesCommand.report(Samples.checked()),
                ExportCommand.report("x", Path.of("/x.zip"), 1),
                ForgetCommand.report(Samples.forgotten()),
                PruneCommand.report(new RepositoryWork.Pruned("/backup", false, 1, 2, 3, List.of("config-tmp-1"))),
                KeyCommand.report(
                        "/backup",
                        List.of(new RepositoryWork.Key("0123456789abcdef", Instant.EPOCH, "root", "shop-1", true))),
                UnlockCommand.report("/backup", List.of("process 7")),
                VerifyCommand.report(new RepositoryWork.Checked(
                        "/backup", 1, 2, 3, 3, 4, List.of(Samples.PROBLEM), List.of(Samples.PROBLEM))),
                RecoverCommand.report(Samples.recovered(List.of(Samples.PROBLEM))),
                PluginsCommand.report(List.of(Samples.plugin()), List.of(Samples.rejected())),
                PluginReport.of(Samples.checkedPlugin()),
                NewPlugin.report("notes", Path.of("notes"), List.of("pom.xml")))) {
            JsonNode object = JsonMapper.shared().readTree(Json.line(report.json(), Secrets.none()));
            String kind = object.path("kind").stringValue();
            Set<String> fields = printed.computeIfAbsent(kind, key -> new TreeSet<>());
            collect(object, "", fields, printed);
        }

        assertThat(printed.keySet()).hasSize(20);
        printed.forEach((kind, fields) -> {
            fields.remove("kind");
            assertThat(fields).as(kind).isEqualTo(documented.get(kind));
        });
    }

    @Test
    void an_error_has_exactly_the_fields_that_its_section_says() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Output output =
                new Output(new PrintStream(out, true), new PrintStream(new ByteArrayOutputStream()), true, false);
        output.fail(new dev.stillframe.config.ConfigurationException(
                Path.of("x.yaml"),
                List.of(new dev.stillframe.config.ConfigurationError(
                        "config.value", Path.of("x.yaml"), 1, 2, "/a", "m", "h"))));
        output.fail(new StillframeException("state.busy", "in use", Retry.HELPS, ""));

        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        Set<String> fields = new TreeSet<>();
        collect(JsonMapper.shared().readTree(lines.get(0)), "", fields, new TreeMap<>());
        fields.removeAll(Set.of("kind", "exit"));
        assertThat(fields).isEqualTo(documented.get("error"));
        assertThat(JsonMapper.shared().readTree(lines.get(0)).path("exit").intValue())
                .isEqualTo(2);
        assertThat(JsonMapper.shared().readTree(lines.get(1)).path("exit").intValue())
                .isEqualTo(5);
    }

    private static void collect(JsonNode node, String at, Set<String> fields, Map<String, Set<String>> printed) {
        node.forEachEntry((key, value) -> {
            String path = at.isEmpty() ? key : at + "." + key;
            fields.add(path);
            if (FREE.contains(key) || key.equals("problem") || key.equals("problems")) {
                return; // described once, in the introduction
            }
            if (key.equals("receipt")) {
                collect(value, "", printed.computeIfAbsent("receipt", each -> new TreeSet<>()), printed);
            } else if (value.isObject()) {
                collect(value, path, fields, printed);
            } else if (value.isArray()) {
                value.forEach(item -> {
                    if (item.isObject() && !path.endsWith("snapshots[].sources")) {
                        collect(item, path + "[]", fields, printed);
                    }
                });
            }
        });
    }

    private static Map<String, Set<String>> documented() {
        Map<String, Set<String>> sections = new TreeMap<>();
        String page = read();
        for (String section : page.split("(?m)^## ")) {
            String title = section.lines().findFirst().orElse("").strip();
            Set<String> fields = new TreeSet<>();
            Matcher row = Pattern.compile("(?m)^\\| `([^`]+)` \\|").matcher(section);
            while (row.find()) {
                fields.add(row.group(1));
            }
            sections.put(title, fields);
        }
        return sections;
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "json.md"));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
