// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.job.RepositoryWork;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "unlock", description = "Removes locks of the repository whose holders are gone.")
final class UnlockCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Option(names = "--job", paramLabel = "JOB", description = "The job whose repository is meant.")
    private @Nullable String job;

    @Option(names = "--all", description = "All locks, also of those that may be at work: only if nobody is.")
    private boolean all;

    @Override
    public Integer call() {
        return program.withoutWriters((site, output) -> {
            RepositoryWork work = new RepositoryWork(site, Optional.ofNullable(job));
            return output.report(report(work.location(), work.unlock(all)));
        });
    }

    static Report report(String location, List<String> removed) {
        ObjectNode json = Json.object("unlock").put("location", location);
        json.set("removed", Json.texts(removed));
        List<String> lines = removed.isEmpty()
                ? List.of(location + ": no lock whose holder is gone")
                : removed.stream().map(lock -> "removed the lock of " + lock).toList();
        return new Report(json, lines, ExitCode.DONE);
    }
}
