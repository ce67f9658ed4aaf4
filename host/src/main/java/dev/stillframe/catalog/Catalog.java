// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.change.KeptBase;
import dev.stillframe.clock.Clock;
import dev.stillframe.cycle.CycleReport;
import dev.stillframe.cycle.Intent;
import dev.stillframe.cycle.Journal;
import dev.stillframe.cycle.Transition;
import dev.stillframe.error.StillframeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this host remembers. The destination is the truth about backups: this is the truth only about what cycles still
 * owe, and even that can be found again by the names of snapshots. Any thread. Every write is durable on return.
 *
 * <p>All methods throw {@link StillframeException} with a code {@code catalog.locked}, {@code catalog.damaged}, {@code
 * catalog.full}, {@code catalog.unwritable}, {@code catalog.newer} or {@code catalog.failed}.
 */
public final class Catalog implements Journal, AutoCloseable {
    private final CatalogFile file;
    private final JournalTable journal;
    private final HistoryTables history;
    private final BaseTables bases;

    private Catalog(CatalogFile file, Clock clock) {
        this.file = file;
        this.journal = new JournalTable(file, clock);
        this.history = new HistoryTables(file);
        this.bases = new BaseTables(file);
    }

    /**
     * Opens it, makes it if there is none, and brings it up to date. Checks all of it first.
     *
     * @param state made if need be
     */
    public static Catalog open(StateDirectory state, Clock clock) throws StillframeException {
        return new Catalog(CatalogFile.open(state.prepare().catalog()), clock);
    }

    @Override
    public void intend(Intent intent) throws StillframeException {
        journal.intend(intent);
    }

    @Override
    public void passed(String cycle, List<Transition> transitions) throws StillframeException {
        journal.passed(cycle, transitions);
    }

    @Override
    public void ended(String cycle, Ending ending) throws StillframeException {
        journal.ended(cycle, ending);
    }

    @Override
    public List<Intent> open() throws StillframeException {
        return journal.open();
    }

    /** Keeps how long a cycle's phases and its frozen window took. A later report of the same cycle replaces it. */
    public void keep(CycleReport report) throws StillframeException {
        history.keep(report);
    }

    /** How long the job's last frozen windows were, the newest first. */
    public List<Duration> frozen(String job, int most) throws StillframeException {
        return history.frozen(job, most);
    }

    /** How long a phase of the job took in its last cycles, the newest first. */
    public List<Duration> took(String job, String phase, int most) throws StillframeException {
        return history.took(job, phase, most);
    }

    /** Keeps a copy of a backup's receipt. */
    public void remember(String backup, String job, Instant made, String receiptJson) throws StillframeException {
        history.remember(backup, job, made, receiptJson);
    }

    /** The copy of a backup's receipt, as JSON. */
    public Optional<String> receipt(String backup) throws StillframeException {
        return history.receipt(backup);
    }

    /** Notes a snapshot that stays after its cycle, until {@link #released}. */
    public void held(OwnedSnapshot snapshot) throws StillframeException {
        history.held(snapshot);
    }

    /** Forgets a snapshot. May be called twice. */
    public void released(OwnedSnapshot snapshot) throws StillframeException {
        history.released(snapshot);
    }

    /** The snapshots that stay, in the order of their deadlines. */
    public List<OwnedSnapshot> heldSnapshots() throws StillframeException {
        return history.heldSnapshots();
    }

    /** Notes the bases that a job's latest backup left, instead of those before, in one step. */
    public void replaceBases(String job, List<KeptBase> kept) throws StillframeException {
        bases.replace(job, kept);
    }

    /** All bases, by job and place. */
    public List<KeptBase> bases() throws StillframeException {
        return bases.all();
    }

    /** Forgets a base. May be called twice. */
    public void forgetBase(SourcePath place) throws StillframeException {
        bases.forget(place);
    }

    /** Forgets a job's bases, and notes why its next backup must take nothing for unchanged. */
    public void distrust(String job, String reason) throws StillframeException {
        bases.distrust(job, reason);
    }

    /** Why a job's next backup must take nothing for unchanged; empty if it may. */
    public Optional<String> distrusted(String job) throws StillframeException {
        return bases.distrusted(job);
    }

    /** A backup that took nothing for unchanged exists. */
    public void trust(String job) throws StillframeException {
        bases.trust(job);
    }

    @Override
    public void close() {
        file.close();
    }
}
