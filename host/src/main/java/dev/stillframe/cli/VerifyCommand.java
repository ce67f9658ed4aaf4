// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.job.Backups;
import dev.stillframe.job.RepositoryWork;
import dev.stillframe.job.Site;
import dev.stillframe.job.Verifying;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "verify",
        description = {
            "Without a backup: checks the structure of the repositories and names the archives that cannot be read.",
            "With one: reads every byte of it again and compares it with what was stored."
        })
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @ArgGroup
    private @Nullable Which which;

    @Option(
            names = "--read-data",
            arity = "0..1",
            paramLabel = "PERCENT",
            fallbackValue = "100",
            defaultValue = "0",
            description = "Without a backup: also reads every byte of the packs, or of so many per cent of them.")
    private int percent;

    /** One of these. */
    static final class Which {
        @Parameters(
                paramLabel = "ID",
                description = "The backup, a beginning of its name, or latest; or a snapshot that restic made.")
        private @Nullable String id;

        @Option(names = "--all", description = "All backups.")
        @SuppressWarnings("UnusedVariable") // the other one of the two is not given then
        private boolean all;
    }

    @Override
    public Integer call() {
        return program.withoutWriters((site, output) -> {
            Which chosen = which;
            if (percent < 0 || percent > 100) {
                throw new StillframeException(
                        "cli.usage", "--read-data is a percentage, 0 to 100", Retry.DOES_NOT_HELP, "");
            }
            if (chosen == null) {
                return structure(site, output);
            }
            String id = chosen.id;
            if (id != null) {
                return output.report(report(new Verifying(site).run(id)));
            }
            List<ExitCode> exits = new ArrayList<>();
            Backups.Shelf shelf = new Backups(site).list();
            for (Problem problem : shelf.problems()) {
                exits.add(output.fail(new StillframeException(problem)));
            }
            for (Backups.Entry entry : shelf.backups()) {
                if (!Thread.currentThread().isInterrupted()) {
                    exits.add(one(site, entry.receipt().id(), output));
                }
            }
            return ExitCode.worst(exits);
        });
    }

    private ExitCode structure(Site site, Output output) throws StillframeException {
        List<ExitCode> exits = new ArrayList<>();
        for (Optional<String> job : PruneCommand.repositories(
                site, List.copyOf(site.configuration().jobs().keySet()))) {
            exits.add(output.report(report(new RepositoryWork(site, job).check(percent))));
        }
        if (exits.isEmpty() || site.configuration().storages().size() > exits.size()) {
            for (Problem problem : new Backups(site).list().problems()) {
                exits.add(output.fail(new StillframeException(problem)));
            }
        }
        return ExitCode.worst(exits);
    }

    static Report report(RepositoryWork.Checked checked) {
        boolean sound = checked.damages().isEmpty();
        ObjectNode json = Json.object("check")
                .put("location", checked.location())
                .put("sound", sound)
                .put("snapshots", checked.snapshots())
                .put("blobs", checked.blobs())
                .put("packs", checked.packs())
                .put("packsRead", checked.packsRead())
                .put("bytesRead", checked.bytesRead());
        json.set("problems", Json.tree(checked.damages()));
        json.set(
                "remarks",
                Json.texts(checked.remarks().stream().map(Problem::message).toList()));
        Page page = new Page();
        page.section(
                "repository " + checked.location() + ": " + (sound ? "sound" : "DAMAGED") + ", "
                        + Units.count(checked.snapshots(), "snapshot", "snapshots") + ", "
                        + Units.count(checked.packs(), "pack", "packs") + ", " + Units.bytes(checked.bytesRead())
                        + " read",
                () -> {
                    checked.damages().forEach(damage -> page.line(damage.message()));
                    checked.remarks().forEach(remark -> page.line(remark.message()));
                });
        return new Report(json, page.lines(), sound ? ExitCode.DONE : ExitCode.DESTINATION);
    }

    /** One backup that cannot be read does not keep the others from being verified. */
    private static ExitCode one(Site site, String id, Output output) {
        try {
            return output.report(report(new Verifying(site).run(id)));
        } catch (StillframeException e) {
            return output.fail(e);
        }
    }

    static Report report(Verifying.Result result) {
        boolean sound = result.mismatches().isEmpty();
        ObjectNode json = Json.object("verify")
                .put("id", result.id())
                .put("sound", sound)
                .put("files", result.files())
                .put("bytes", result.bytes());
        json.set("mismatches", Json.texts(result.mismatches()));
        Page page = new Page();
        page.section(
                "backup " + result.id() + ": " + (sound ? "sound" : "DAMAGED") + ", "
                        + Units.count(result.files(), "file", "files") + ", " + Units.bytes(result.bytes()) + " read",
                () -> result.mismatches().forEach(page::line));
        return new Report(json, page.lines(), sound ? ExitCode.DONE : ExitCode.DESTINATION);
    }
}
