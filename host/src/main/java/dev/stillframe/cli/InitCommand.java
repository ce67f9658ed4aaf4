// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.job.Initialising;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "init", description = "Makes the state directory and the destination; doing it again changes nothing.")
final class InitCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Override
    public Integer call() {
        return program.withWriters((site, output) -> output.report(report(new Initialising(site).run())));
    }

    static Report report(List<String> ready) {
        ObjectNode json = Json.object("init");
        json.set("ready", Json.texts(ready));
        return new Report(json, ready, ExitCode.DONE);
    }
}
