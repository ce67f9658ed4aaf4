// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.error.StillframeException;
import dev.stillframe.job.Forgetting;
import dev.stillframe.job.RepositoryWork;
import dev.stillframe.job.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "forget",
        description =
                "Forgets backups of this host that their job's rules (keep) do not keep; never the last good one.")
final class ForgetCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Parameters(arity = "0..*", paramLabel = "JOB", description = "Jobs (default: all).")
    private List<String> jobs = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only tell what would be forgotten.")
    private boolean dryRun;

    @Option(names = "--prune", description = "Then remove from the repositories what no backup needs any more.")
    private boolean prune;

    @Override
    public Integer call() {
        return program.withoutWriters((site, output) -> {
            List<ExitCode> exits = new ArrayList<>();
            List<String> all =
                    jobs.isEmpty() ? List.copyOf(site.configuration().jobs().keySet()) : jobs;
            for (String job : all) {
                exits.add(output.report(report(new Forgetting(site).run(job, dryRun))));
            }
            if (prune && !dryRun) {
                for (Optional<String> job : PruneCommand.repositories(site, all)) {
                    exits.add(prune(site, job, output));
                }
            }
            return ExitCode.worst(exits);
        });
    }

    private static ExitCode prune(Site site, Optional<String> job, Output output) throws StillframeException {
        return output.report(PruneCommand.report(new RepositoryWork(site, job).prune(PruneCommand.MOST_UNUSED, false)));
    }

    static Report report(Forgetting.Result result) {
        ObjectNode json = Json.object("forget")
                .put("job", result.job())
                .put("location", result.location())
                .put("dryRun", result.dryRun())
                .put("forgotten", result.forgotten());
        ArrayNode backups = json.putArray("backups");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "MADE", "GOOD", "KEPT"));
        for (Forgetting.Judged backup : result.backups()) {
            ObjectNode one = backups.addObject()
                    .put("id", backup.id())
                    .put("time", backup.time().toString())
                    .put("good", backup.good())
                    .put("kept", !backup.reasons().isEmpty());
            one.set("reasons", Json.texts(backup.reasons()));
            rows.add(List.of(
                    backup.id(),
                    Units.time(backup.time()),
                    backup.good() ? "yes" : "no",
                    backup.reasons().isEmpty() ? "FORGOTTEN" : String.join(", ", backup.reasons())));
        }
        json.set("problems", Json.tree(result.problems()));
        Page page = new Page();
        page.section(
                "job " + result.job() + ": "
                        + Units.count(result.forgotten(), "backup", "backups")
                        + (result.dryRun() ? " would be forgotten" : " forgotten"),
                () -> {
                    if (!result.backups().isEmpty()) {
                        Columns.of(rows).forEach(page::line);
                    }
                    result.problems().forEach(problem -> page.line("stays, not judged: " + problem.message()));
                });
        return new Report(json, page.lines(), result.problems().isEmpty() ? ExitCode.DONE : ExitCode.DESTINATION);
    }
}
