// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.Verdict;
import dev.stillframe.consistency.HoldOutcome;
import dev.stillframe.consistency.Level;
import dev.stillframe.consistency.Levels;
import dev.stillframe.consistency.Verification;
import dev.stillframe.cycle.CycleReport.ComponentReport;
import dev.stillframe.cycle.ScriptedProvider.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Components that a writer of the system holds, by way of the snapshot provider. */
final class NativeHoldTest {
    private static final Quiesce.Native MAILBOX = new Quiesce.Native(new UUID(1, 2), "store", "mailbox");
    private static final Verification SOUND = new Verification.Done(new Verdict.Sound(1, 0, "pages", List.of()));

    private final Scene scene = new Scene();

    @AfterEach
    void letGo() {
        scene.close();
    }

    @Test
    void theProviderIsToldWhoHoldsWhatAndWhichTypeOfBackupItIs() throws Exception {
        scene.application("mail", MAILBOX);
        scene.provider.natives.put(MAILBOX, new Thaw.Held(Map.of("vss-writer", "x")));

        ComponentReport report = component(scene.backUp());

        assertThat(scene.provider.requests).singleElement().satisfies(request -> {
            assertThat(request.natives()).containsExactly(MAILBOX);
            assertThat(request.type()).isEqualTo(BackupType.COPY);
        });
        assertThat(report.hold()).isEqualTo(new HoldOutcome.Held(Map.of("vss-writer", "x")));
        assertThat(Levels.reached(MAILBOX, Grain.ATOMIC, report.hold(), SOUND)).isEqualTo(Level.APPLICATION);
        assertThat(scene.provider.completed).containsExactly(Set.of(MAILBOX));
    }

    @Test
    void aWriterThatFailedLeavesWhatALossOfPowerWouldLeave() throws Exception {
        scene.application("mail", MAILBOX);
        scene.provider.natives.put(MAILBOX, new Thaw.Lost("failed at the freeze"));

        ComponentReport report = component(scene.backUp());

        assertThat(report.hold()).isEqualTo(new HoldOutcome.NotHeld("failed at the freeze"));
        assertThat(Levels.reached(MAILBOX, Grain.ATOMIC, report.hold(), SOUND)).isEqualTo(Level.CRASH);
    }

    @Test
    void aProviderThatKnowsOfNoNativeWritersHoldsNothing() throws Exception {
        scene.application("mail", MAILBOX);

        assertThat(component(scene.backUp()).hold()).isInstanceOf(HoldOutcome.NotHeld.class);
    }

    @Test
    void aWriterThatCannotBeToldOfTheEndIsReportedAndTheBackupStays() throws Exception {
        scene.application("mail", MAILBOX);
        scene.provider.natives.put(MAILBOX, new Thaw.Held(Map.of()));
        scene.provider.misbehaves(Call.COMPLETE, Misbehaviour.REFUSES);

        CycleReport report = scene.backUp();

        assertThat(report.problems()).anyMatch(problem -> problem.code().equals("test.refused"));
    }

    private static ComponentReport component(CycleReport report) {
        return report.applications().get(0).components().get(0);
    }
}
