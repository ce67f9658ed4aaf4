// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.job.Backups;
import dev.stillframe.receipt.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "list", description = "Lists the backups, the oldest first.")
final class ListCommand implements Callable<Integer> {
    /** As restic shows them. */
    private static final int BRIEF = 8;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Option(names = "--all", description = "Also snapshots that other programs have made in the same repositories.")
    private boolean all;

    @Override
    public Integer call() {
        return program.withoutWriters((site, output) -> {
            Backups backups = new Backups(site);
            Backups.Shelf shelf = backups.list();
            shelf.problems().forEach(output::warn);
            return output.report(report(shelf, all ? backups.foreign() : List.of()));
        });
    }

    /** @param foreign what other programs have made, if that was asked for */
    static Report report(Backups.Shelf shelf, List<Backups.Snapshot> foreign) {
        ObjectNode json = Json.object("list");
        ArrayNode backups = json.putArray("backups");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "MADE", "JOB", "HOST", "OUTCOME", "LEVEL", "SIZE"));
        for (Backups.Entry entry : shelf.backups()) {
            Receipt receipt = entry.receipt();
            Levels levels = Levels.of(receipt);
            ObjectNode backup = backups.addObject()
                    .put("id", receipt.id())
                    .put("host", receipt.host())
                    .put("job", receipt.job())
                    .put("type", receipt.type())
                    .put("began", receipt.began().toString())
                    .put("ended", receipt.ended().toString())
                    .put("outcome", receipt.outcome().name())
                    .put("lowestLevel", levels.lowest())
                    .put("damaged", levels.damaged())
                    .put("group", receipt.group().claim())
                    .put("storedBytes", entry.storedBytes());
            backup.set(
                    "applications",
                    Json.texts(receipt.applications().stream()
                            .map(Receipt.ApplicationReceipt::name)
                            .toList()));
            rows.add(List.of(
                    receipt.id(),
                    Units.time(receipt.began()),
                    receipt.job(),
                    receipt.host(),
                    receipt.outcome() == Receipt.Outcome.COMPLETE ? "complete" : "BELOW MINIMUM",
                    levels.lowest() + (levels.damaged() ? ", DAMAGED" : ""),
                    Units.bytes(entry.storedBytes())));
        }
        json.set("snapshots", Json.tree(foreign));
        json.set("problems", Json.tree(shelf.problems()));
        List<String> lines = new ArrayList<>(shelf.backups().isEmpty() ? List.of("no backups") : Columns.of(rows));
        lines.addAll(lines(foreign));
        return new Report(json, lines, shelf.problems().isEmpty() ? ExitCode.DONE : ExitCode.DESTINATION);
    }

    private static List<String> lines(List<Backups.Snapshot> foreign) {
        if (foreign.isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SNAPSHOT", "MADE", "HOST", "PATHS"));
        foreign.forEach(snapshot -> rows.add(List.of(
                snapshot.id().substring(0, BRIEF),
                Units.time(snapshot.time()),
                snapshot.host(),
                String.join(", ", snapshot.paths()))));
        List<String> lines = new ArrayList<>(List.of("", "made by other programs:"));
        lines.addAll(Columns.of(rows));
        return lines;
    }
}
