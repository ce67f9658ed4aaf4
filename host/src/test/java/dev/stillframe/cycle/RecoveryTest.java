// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.cycle.Intent.Holder;
import dev.stillframe.cycle.Intent.SnapshotToCome;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.runtime.call.BoundedProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecoveryTest {
    private static final Volume VOLUME = new Volume(SourcePath.of("/srv"), "test", "none", 7);
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryJournal journal = new MemoryJournal();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final List<String> undone = new ArrayList<>();
    private boolean systemRefuses;

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

        Recovery recovery = new Recovery("host", journal, system(), Map.of());

        assertThat(recovery.recover(Set.of(), List.of()).problems())
                .anyMatch(one ->
                        one.code().equals("recover.provider") && one.message().contains("scripted"));
        assertThat(journal.open()).hasSize(1);
    }

    private Recovery recovery(ScriptedProvider camera) {
        return new Recovery(
                "host", journal, system(), Map.of("scripted", new BoundedProvider(camera, System::nanoTime)));
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
