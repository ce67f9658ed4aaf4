// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.cycle.Intent.Holder;
import dev.stillframe.cycle.Intent.SnapshotToCome;
import dev.stillframe.guard.Ledgers;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.runtime.call.BoundedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecoveryTest {
    private static final Volume VOLUME = new Volume(SourcePath.of("/srv"), "test", "none", 7);
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryJournal journal = new MemoryJournal();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final List<String> undone = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path ledgers;

    private boolean systemRefuses;
    private int looks;
    private Step guardAtWork = () -> {};

    /** What a guard does between two looks at it. */
    private interface Step {
        void run() throws IOException;
    }

    private void noted(String cycle, String lines) throws IOException {
        Files.writeString(ledgers.resolve(cycle + ".ledger"), lines);
    }

    @Test
    void thawsLastToFirstRemovesSnapshotsAndEndsTheIntent() throws Exception {
        journal.intend(intent("dead"));
        provider.existing.add(snapshot("dead", "host"));

        RecoveryReport report = recovery(provider).recover(Set.of(), List.of());

        assertThat(undone).containsExactly("SIGCONT 42", "FITHAW /srv");
        assertThat(provider.existing).isEmpty();
        assertThat(report.ended()).containsExactly("dead");
        assertThat(report.problems()).isEmpty();
        assertThat(journal.endings).containsEntry("dead", Journal.Ending.RECOVERED);
    }

    @Test
    void undoesWhatOnlyTheGuardKnewIfBothWereKilled() throws Exception {
        journal.intend(intent("dead"));
        noted("dead", "guard 7 8\narmed 0 web cgroup /cg\narmed 1 web process 43 1\ndisarmed 1\n");

        RecoveryReport report = recovery(provider).recover(Set.of(), List.of());

        assertThat(undone).containsExactly("SIGCONT 42", "FITHAW /srv", "thaw /cg");
        assertThat(report.guarded()).isEmpty();
        assertThat(recovery(provider).recover(Set.of(), List.of()).clean()).isTrue();
    }

    @Test
    void tellsWhatTheGuardDidAndDoesNotDoItAgain() throws Exception {
        journal.intend(intent("dead"));
        noted("dead", """
                guard 7 8
                armed 0 db filesystem /srv 7
                armed 1 db process 42 1
                acting 1795396859 the%20host%20ended
                done 1
                failed 0 busy
                acted 1795396859
                """);

        RecoveryReport report = recovery(provider).recover(Set.of(), List.of());

        assertThat(undone).containsExactly("FITHAW /srv");
        assertThat(report.guarded())
                .singleElement()
                .satisfies(ledger -> assertThat(ledger.done())
                        .extracting(entry -> entry.action())
                        .containsExactly(new ThawAction.ContinueProcess(42, 1)));
        assertThat(journal.transitions("dead"))
                .singleElement()
                .isEqualTo(new Transition(Instant.ofEpochSecond(1795396859), Transition.Step.UNDONE, "db"));
        assertThat(recovery(provider).recover(Set.of(), List.of()).clean()).isTrue();
    }

    @Test
    void waitsForAGuardThatIsStillAtItAndReadsWhatItNotedMeanwhile() throws Exception {
        String armed = "guard 7 8\narmed 0 web cgroup /cg\n";
        noted("dead", armed);
        guardAtWork = () -> noted("dead", armed + "acting 1 x\ndone 0\nacted 1\n");

        RecoveryReport report = recovery(provider).recover(Set.of(), List.of());

        assertThat(undone).isEmpty();
        assertThat(report.guarded()).hasSize(1);
    }

    @Test
    void leavesTheNotesOfALivingCycleAlone() throws Exception {
        noted("living", "guard 7 8\narmed 0 web cgroup /cg\n");

        assertThat(recovery(provider).recover(Set.of("living"), List.of()).clean())
                .isTrue();
        assertThat(undone).isEmpty();
    }

    @Test
    void doesNothingTheSecondTime() throws Exception {
        journal.intend(intent("dead"));
        provider.existing.add(snapshot("dead", "host"));
        recovery(provider).recover(Set.of(), List.of(VOLUME));

        assertThat(recovery(provider).recover(Set.of(), List.of(VOLUME)).clean())
                .isTrue();
    }

    @Test
    void touchesNeitherALivingCycleNorAnotherHosts() throws Exception {
        journal.intend(intent("living"));
        provider.existing.add(snapshot("living", "host"));
        provider.existing.add(snapshot("dead", "another"));

        RecoveryReport report = recovery(provider).recover(Set.of("living"), List.of(VOLUME));

        assertThat(report.clean()).isTrue();
        assertThat(undone).isEmpty();
        assertThat(provider.existing).hasSize(2);
    }

    @Test
    void removesSnapshotsThatNoJournalKnows() throws Exception {
        provider.existing.add(snapshot("forgotten", "host"));

        RecoveryReport report = recovery(provider).recover(Set.of(), List.of(VOLUME));

        assertThat(report.released()).hasSize(1);
        assertThat(provider.existing).isEmpty();
    }

    @Test
    void keepsTheIntentOpenAsLongAsAnActionFails() throws Exception {
        journal.intend(intent("dead"));
        systemRefuses = true;

        RecoveryReport report = recovery(provider).recover(Set.of(), List.of());

        assertThat(report.problems()).isNotEmpty().allMatch(one -> one.message().contains("db"));
        assertThat(journal.open()).hasSize(1);
        systemRefuses = false;
        assertThat(recovery(provider).recover(Set.of(), List.of()).ended()).containsExactly("dead");
    }

    @Test
    void keepsTheIntentOpenAsLongAsASnapshotCannotBeRemoved() throws Exception {
        journal.intend(intent("dead"));
        provider.existing.add(snapshot("dead", "host"));
        provider.misbehaves(ScriptedProvider.Call.RELEASE, Misbehaviour.REFUSES);

        RecoveryReport report = recovery(provider).recover(Set.of(), List.of());

        assertThat(report.problems()).hasSize(1);
        assertThat(journal.open()).hasSize(1);
    }

    @Test
    void saysWhichProviderIsMissing() throws Exception {
        journal.intend(intent("dead"));

        Recovery recovery = new Recovery("host", journal, system(), new Ledgers(ledgers), Map.of());

        assertThat(recovery.recover(Set.of(), List.of()).problems())
                .anyMatch(one ->
                        one.code().equals("recover.provider") && one.message().contains("scripted"));
        assertThat(journal.open()).hasSize(1);
    }

    private Recovery recovery(ScriptedProvider camera) {
        return new Recovery(
                "host",
                journal,
                system(),
                new Ledgers(ledgers),
                Map.of("scripted", new BoundedProvider(camera, System::nanoTime)));
    }

    private static Intent intent(String cycle) {
        List<ThawAction> armed =
                List.of(new ThawAction.ThawFilesystem(SourcePath.of("/srv"), 7), new ThawAction.ContinueProcess(42, 1));
        return new Intent(
                cycle,
                "host",
                "job",
                THEN,
                THEN.plus(Duration.ofHours(1)),
                List.of(new Holder("db", true, false, armed)),
                List.of(new SnapshotToCome("scripted", List.of(VOLUME))));
    }

    private static OwnedSnapshot snapshot(String cycle, String owner) {
        return new OwnedSnapshot("scripted", SourcePath.of("/srv/.snapshot"), owner, cycle, THEN);
    }

    private UndoSystem system() {
        return new UndoSystem() {
            @Override
            public void thawFilesystem(SourcePath mountPoint, long device) throws IOException {
                note("FITHAW " + mountPoint);
            }

            @Override
            public void continueProcess(long pid, long startTicks) throws IOException {
                note("SIGCONT " + pid);
            }

            @Override
            public boolean runs(long pid, long startTicks) throws IOException {
                Step step = guardAtWork;
                guardAtWork = () -> {};
                step.run();
                return looks++ == 0;
            }

            @Override
            public void thawCgroup(SourcePath path) throws IOException {
                note("thaw " + path);
            }
        };
    }

    private void note(String what) throws IOException {
        if (systemRefuses) {
            throw new IOException("not permitted");
        }
        undone.add(what);
    }
}
