// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.job.Backups;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.ReceiptJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "show", description = "Shows a backup's receipt: how good it is, and the evidence.")
final class ShowCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Parameters(paramLabel = "ID", description = "The backup, a beginning of its name, or latest.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Override
    public Integer call() {
        return program.withoutWriters((site, output) -> output.report(report(new Backups(site).show(id))));
    }

    static Report report(Receipt receipt) {
        ObjectNode json = Json.object("show");
        json.set("receipt", JsonMapper.shared().readTree(ReceiptJson.write(receipt)));
        return new Report(json, ReceiptPage.of(receipt), ExitCode.DONE);
    }
}
