// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.job.Restoring;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "restore", description = "Restores a backup below a folder, each file at its real path under it.")
final class RestoreCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Parameters(
            paramLabel = "ID",
            description = "The backup, a beginning of its name, or latest; or a snapshot that restic made.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(
            names = "--target",
            paramLabel = "DIR",
            required = true,
            description = "The folder; the file /a/b comes to lie at DIR/a/b. Nothing is written outside it.")
    @SuppressWarnings("NullAway.Init")
    private Path target;

    @Option(names = "--application", paramLabel = "ID", description = "Only this application (default: all).")
    private @Nullable String application;

    @Option(
            names = "--in-place",
            description = "Leave everything that points out of the restored files as it was. Without this option it is"
                    + " changed, so that what was restored cannot reach production.")
    private boolean inPlace;

    @Option(names = "--overwrite", description = "Restore into a folder that is not empty, over what is there.")
    private boolean overwrite;

    @Override
    public Integer call() {
        return program.withWriters((site, output) -> {
            Restoring.Order order =
                    new Restoring.Order(id, target, Optional.ofNullable(application), inPlace, overwrite);
            return output.report(report(new Restoring(site).run(order), target));
        });
    }

    static Report report(Restoring.Result result, Path target) {
        ObjectNode json = Json.object("restore")
                .put("id", result.id())
                .put("target", target.toString())
                .put("files", result.files())
                .put("bytes", result.bytes());
        json.set("damaged", Json.texts(result.damaged()));
        json.set("notRestored", Json.texts(result.notRestored()));
        json.set("altered", Json.texts(result.altered()));
        json.set("applications", Json.tree(result.applications()));
        Page page = new Page();
        page.line("backup " + result.id() + ": " + Units.count(result.files(), "file", "files") + ", "
                + Units.bytes(result.bytes()) + ", restored below " + target);
        section(page, "DAMAGED in the store, not restored", result.damaged());
        section(page, "NOT RESTORED, or not whole", result.notRestored());
        section(page, "not as it was", result.altered());
        result.applications().forEach(part -> application(page, part));
        return new Report(json, page.lines(), exit(result));
    }

    private static void application(Page page, Restoring.ApplicationResult part) {
        page.blank();
        if (part.problem().isEmpty()
                && part.changes().isEmpty()
                && part.nextSteps().isEmpty()) {
            page.line("application " + part.name() + ": ready as it is");
            return;
        }
        page.section("application " + part.name(), () -> {
            part.problem().ifPresent(problem -> page.section("FAILED, do not start it", () -> page.problem(problem)));
            section(page, "changed", part.changes());
            section(page, "next", part.nextSteps());
        });
    }

    private static void section(Page page, String title, java.util.List<String> lines) {
        if (!lines.isEmpty()) {
            page.section(title, () -> lines.forEach(page::line));
        }
    }

    private static ExitCode exit(Restoring.Result result) {
        if (!result.damaged().isEmpty()) {
            return ExitCode.DESTINATION;
        }
        boolean whole = result.notRestored().isEmpty()
                && result.applications().stream()
                        .noneMatch(part -> part.problem().isPresent());
        return whole ? ExitCode.DONE : ExitCode.BELOW_MINIMUM;
    }
}
