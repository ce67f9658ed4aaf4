// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.job.Recovery;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "recover",
        description = "Ends what an interrupted run left: thaws, and removes its snapshots and unfinished archives.")
final class RecoverCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Override
    public Integer call() {
        return program.withWriters((site, output) -> output.report(report(new Recovery(site).run())));
    }

    static Report report(Recovery.Result result) {
        ObjectNode json = Json.object("recover");
        json.set("done", Json.texts(result.done()));
        json.set("problems", Json.tree(result.problems()));
        Page page = new Page();
        result.done().forEach(page::line);
        if (result.done().isEmpty() && result.problems().isEmpty()) {
            page.line("nothing to recover");
        }
        if (!result.problems().isEmpty()) {
            page.section("could NOT be recovered", () -> result.problems().forEach(page::problem));
        }
        return new Report(json, page.lines(), result.problems().isEmpty() ? ExitCode.DONE : ExitCode.HOST_FAILED);
    }
}
