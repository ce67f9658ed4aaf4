// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.config.Job;
import dev.stillframe.error.StillframeException;
import dev.stillframe.job.Backup;
import dev.stillframe.job.Site;
import dev.stillframe.receipt.ReceiptJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "backup", description = "Makes a backup and prints its receipt.")
final class BackupCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Parameters(arity = "0..1", paramLabel = "JOB", description = "The job; without it, all jobs in turn.")
    private @Nullable String job;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "0s",
            description = "How long to wait while another backup runs, for example 30m (default: not at all).")
    @SuppressWarnings("NullAway.Init")
    private Duration wait;

    @Override
    public Integer call() {
        return program.withWriters((site, output) -> {
            List<ExitCode> exits = new ArrayList<>();
            for (Job each : Jobs.named(job, site.configuration())) {
                if (!Thread.currentThread().isInterrupted()) {
                    exits.add(one(site, each.name(), wait, output));
                }
            }
            return ExitCode.worst(exits);
        });
    }

    /** One job's failure does not keep the next from its backup. */
    private static ExitCode one(Site site, String name, Duration wait, Output output) {
        try {
            return output.report(report(name, new Backup(site).run(name, wait)));
        } catch (StillframeException e) {
            return output.fail(e);
        }
    }

    static Report report(String job, Backup.Result result) {
        ObjectNode json = Json.object("backup").put("job", job);
        if (result instanceof Backup.Result.Stored stored) {
            json.put("stored", true).put("storedBytes", stored.storedBytes());
            json.set("receipt", JsonMapper.shared().readTree(ReceiptJson.write(stored.receipt())));
            List<String> lines = new ArrayList<>(ReceiptPage.of(stored.receipt()));
            lines.add("");
            lines.add("stored as " + stored.receipt().id() + ", " + Units.bytes(stored.storedBytes()));
            return new Report(json, lines, ExitCode.of(result));
        }
        Backup.Result.Nothing nothing = (Backup.Result.Nothing) result;
        json.put("stored", false).put("maybeFrozen", nothing.maybeFrozen());
        json.set("problems", Json.tree(nothing.problems()));
        Page page = new Page();
        page.section(
                nothing.maybeFrozen()
                        ? "job " + job
                                + ": NOTHING was backed up, and SOMETHING MAY STILL BE FROZEN: run `stillframe recover`"
                        : "job " + job + ": NOTHING was backed up; nothing is frozen",
                () -> nothing.problems().forEach(page::problem));
        return new Report(json, page.lines(), ExitCode.of(result));
    }
}
