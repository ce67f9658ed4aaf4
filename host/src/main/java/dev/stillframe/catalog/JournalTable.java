// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.clock.Clock;
import dev.stillframe.cycle.Intent;
import dev.stillframe.cycle.Journal.Ending;
import dev.stillframe.cycle.Transition;
import dev.stillframe.error.StillframeException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code cycle} and {@code transition}. */
final class JournalTable {
    private final CatalogFile file;
    private final Clock clock;

    JournalTable(CatalogFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    void intend(Intent intent) throws StillframeException {
        file.write(handle -> handle.createUpdate("INSERT INTO cycle (id, owner, job, begun, deadline, intent)"
                        + " VALUES (:id, :owner, :job, :begun, :deadline, :intent)")
                .bind("id", intent.cycle())
                .bind("owner", intent.owner())
                .bind("job", intent.job())
                .bind("begun", Nanos.of(intent.begun()))
                .bind("deadline", Nanos.of(intent.deadline()))
                .bind("intent", IntentJson.write(intent))
                .execute());
    }

    void passed(String cycle, List<Transition> transitions) throws StillframeException {
        if (transitions.isEmpty()) {
            return;
        }
        file.write(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO transition (cycle, position, at, step, subject)"
                    + " VALUES (:cycle, (SELECT count(*) FROM transition WHERE cycle = :cycle), :at, :step, :subject)");
            for (Transition transition : transitions) {
                batch.bind("cycle", cycle)
                        .bind("at", Nanos.of(transition.at()))
                        .bind("step", transition.step().name())
                        .bind("subject", transition.subject())
                        .add();
            }
            return batch.execute();
        });
    }

    void ended(String cycle, Ending ending) throws StillframeException {
        file.write(handle -> handle.createUpdate(
                        "UPDATE cycle SET ending = :ending, ended = :ended WHERE id = :cycle AND ending IS NULL")
                .bind("ended", Nanos.of(clock.instant()))
                .bind("cycle", cycle)
                .bind("ending", ending.name())
                .execute());
    }

    List<Intent> open() throws StillframeException {
        List<Row> rows = file.read(handle -> handle.createQuery(
                        "SELECT id, owner, job, begun, deadline, intent FROM cycle WHERE ending IS NULL"
                                + " ORDER BY begun, id")
                .map((row, context) -> new Row(
                        row.getString("id"),
                        row.getString("owner"),
                        row.getString("job"),
                        row.getLong("begun"),
                        row.getLong("deadline"),
                        row.getString("intent")))
                .list());
        List<Intent> intents = new ArrayList<>();
        for (Row row : rows) {
            intents.add(intent(row));
        }
        return intents;
    }

    private Intent intent(Row row) throws StillframeException {
        try {
            return IntentJson.read(
                    row.id, row.owner, row.job, Nanos.instant(row.begun), Nanos.instant(row.deadline), row.json);
        } catch (tools.jackson.core.JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw file.errors().damaged("the intent of cycle " + row.id + " cannot be read", e);
        }
    }

    private record Row(String id, String owner, String job, long begun, long deadline, String json) {}
}
