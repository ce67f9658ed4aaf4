// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.error.StillframeException;
import dev.stillframe.job.Backups;
import dev.stillframe.job.Site;
import dev.stillframe.job.Verifying;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "verify", description = "Reads every byte of a stored backup again and compares it with its manifest.")
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Which which;

    /** One of these. */
    static final class Which {
        @Parameters(paramLabel = "ID", description = "The backup, a beginning of its name, or latest.")
        private @Nullable String id;

        @Option(names = "--all", description = "All backups.")
        @SuppressWarnings("UnusedVariable") // the other one of the two is not given then
        private boolean all;
    }

    @Override
    public Integer call() {
        return program.withoutWriters((site, output) -> {
            String id = which.id;
            if (id != null) {
                return output.report(report(new Verifying(site).run(id)));
            }
            List<ExitCode> exits = new ArrayList<>();
            Backups.Shelf shelf = new Backups(site).list();
            for (dev.stillframe.error.Problem problem : shelf.problems()) {
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
