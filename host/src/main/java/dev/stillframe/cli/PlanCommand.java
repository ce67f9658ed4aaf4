// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.config.Job;
import dev.stillframe.job.Planning;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "plan",
        description =
                "Prints what a backup would do: components, volumes, providers, expected levels. Changes nothing.")
final class PlanCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Parameters(arity = "0..1", paramLabel = "JOB", description = "The job; without it, all jobs in turn.")
    private @Nullable String job;

    @Override
    public Integer call() {
        return program.withWriters((site, output) -> {
            List<ExitCode> exits = new ArrayList<>();
            for (Job planned : Jobs.named(job, site.configuration())) {
                exits.add(output.report(PlanReport.of(new Planning(site).run(planned.name()), planned)));
            }
            return ExitCode.worst(exits);
        });
    }
}
