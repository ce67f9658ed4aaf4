// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.config.RepositoryStorage;
import dev.stillframe.config.Storage;
import dev.stillframe.job.RepositoryWork;
import dev.stillframe.job.Site;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "prune",
        description =
                "Removes from the repositories what no backup needs any more. Nobody else can use them meanwhile.")
final class PruneCommand implements Callable<Integer> {
    static final double MOST_UNUSED = 5;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Option(
            names = "--max-unused",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description = "How much may stay unneeded in packs that are not worth being packed again (default: 5).")
    private double mostUnused;

    @Option(names = "--dry-run", description = "Only tell what would be removed.")
    private boolean dryRun;

    @Override
    public Integer call() {
        return program.withoutWriters((site, output) -> {
            List<ExitCode> exits = new ArrayList<>();
            for (Optional<String> job :
                    repositories(site, List.copyOf(site.configuration().jobs().keySet()))) {
                exits.add(output.report(report(new RepositoryWork(site, job).prune(mostUnused, dryRun))));
            }
            return ExitCode.worst(exits);
        });
    }

    /** One job for each repository that the jobs use; archives have nothing to prune. */
    static List<Optional<String>> repositories(Site site, List<String> jobs) {
        Set<Storage> seen = new LinkedHashSet<>();
        List<Optional<String>> found = new ArrayList<>();
        for (String job : jobs) {
            Storage storage = Optional.ofNullable(site.configuration().jobs().get(job))
                    .flatMap(configured -> configured.storage())
                    .orElse(site.configuration().storage());
            if (storage instanceof RepositoryStorage && seen.add(storage)) {
                found.add(Optional.of(job));
            }
        }
        return found;
    }

    static Report report(RepositoryWork.Pruned pruned) {
        ObjectNode json = Json.object("prune")
                .put("location", pruned.location())
                .put("dryRun", pruned.dryRun())
                .put("packsRemoved", pruned.packsRemoved())
                .put("packsRepacked", pruned.packsRepacked())
                .put("bytesFreed", pruned.bytesFreed());
        json.set("leftovers", Json.texts(pruned.leftovers()));
        Page page = new Page();
        page.section(
                pruned.location() + ": " + (pruned.dryRun() ? "would be " : "") + Units.bytes(pruned.bytesFreed())
                        + " freed, "
                        + Units.count(pruned.packsRemoved(), "pack", "packs") + " removed, "
                        + pruned.packsRepacked() + " packed again",
                () -> pruned.leftovers().forEach(file -> page.line("removed the leftover " + file)));
        return new Report(json, page.lines(), ExitCode.DONE);
    }
}
