// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.cycle.CycleReport;
import dev.stillframe.error.StillframeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How cycles went, what they left, and copies of receipts: nothing that a backup depends on. */
final class HistoryTables {
    private final CatalogFile file;

    HistoryTables(CatalogFile file) {
        this.file = file;
    }

    void keep(CycleReport report) throws StillframeException {
        file.write(handle -> {
            report.window()
                    .ifPresent(window -> handle.createUpdate(
                                    "UPDATE cycle SET opened = :opened, frozen = :frozen WHERE id = :cycle")
                            .bind("opened", Nanos.of(window.opened()))
                            .bind("frozen", window.length().toNanos())
                            .bind("cycle", report.cycle())
                            .execute());
            handle.execute("DELETE FROM phase WHERE cycle = ?", report.cycle());
            int position = 0;
            for (CycleReport.PhaseTiming phase : report.phases()) {
                insert(handle, report.cycle(), position++, phase);
            }
            return position;
        });
    }

    private static void insert(Handle handle, String cycle, int position, CycleReport.PhaseTiming phase) {
        handle.createUpdate("INSERT INTO phase (cycle, position, name, begun, took)"
                        + " SELECT id, :position, :name, :begun, :took FROM cycle WHERE id = :cycle")
                .bind("cycle", cycle)
                .bind("position", position)
                .bind("name", phase.phase())
                .bind("begun", Nanos.of(phase.begun()))
                .bind("took", phase.took().toNanos())
                .execute();
    }

    List<Duration> frozen(String job, int most) throws StillframeException {
        return file.read(handle -> handle.createQuery("SELECT frozen FROM cycle"
                        + " WHERE job = :job AND frozen IS NOT NULL ORDER BY begun DESC LIMIT :most")
                .bind("job", job)
                .bind("most", most)
                .map((row, context) -> Duration.ofNanos(row.getLong(1)))
                .list());
    }

    List<Duration> took(String job, String phase, int most) throws StillframeException {
        return file.read(handle -> handle.createQuery("SELECT took FROM phase JOIN cycle ON cycle.id = phase.cycle"
                        + " WHERE job = :job AND name = :phase ORDER BY cycle.begun DESC LIMIT :most")
                .bind("job", job)
                .bind("phase", phase)
                .bind("most", most)
                .map((row, context) -> Duration.ofNanos(row.getLong(1)))
                .list());
    }

    void remember(String backup, String job, Instant made, String json) throws StillframeException {
        file.write(handle -> handle.createUpdate(
                        "INSERT OR REPLACE INTO receipt (backup, job, made, json) VALUES (:backup, :job, :made, :json)")
                .bind("backup", backup)
                .bind("job", job)
                .bind("made", Nanos.of(made))
                .bind("json", json)
                .execute());
    }

    Optional<String> receipt(String backup) throws StillframeException {
        return file.read(handle -> handle.createQuery("SELECT json FROM receipt WHERE backup = :backup")
                .bind("backup", backup)
                .mapTo(String.class)
                .findOne());
    }

    void held(OwnedSnapshot snapshot) throws StillframeException {
        file.write(handle -> handle.createUpdate("INSERT OR REPLACE INTO held_snapshot"
                        + " (provider, place, owner, cycle, deadline)"
                        + " VALUES (:provider, :place, :owner, :cycle, :deadline)")
                .bind("provider", snapshot.provider())
                .bind("place", snapshot.place().bytes())
                .bind("owner", snapshot.owner())
                .bind("cycle", snapshot.cycle())
                .bind("deadline", Nanos.of(snapshot.deadline()))
                .execute());
    }

    void released(OwnedSnapshot snapshot) throws StillframeException {
        file.write(
                handle -> handle.createUpdate("DELETE FROM held_snapshot WHERE provider = :provider AND place = :place")
                        .bind("provider", snapshot.provider())
                        .bind("place", snapshot.place().bytes())
                        .execute());
    }

    List<OwnedSnapshot> heldSnapshots() throws StillframeException {
        return file.read(handle -> handle.createQuery(
                        "SELECT provider, place, owner, cycle, deadline FROM held_snapshot ORDER BY deadline, place")
                .map((row, context) -> new OwnedSnapshot(
                        row.getString("provider"),
                        SourcePath.of(row.getBytes("place")),
                        row.getString("owner"),
                        row.getString("cycle"),
                        Nanos.instant(row.getLong("deadline"))))
                .list());
    }
}
