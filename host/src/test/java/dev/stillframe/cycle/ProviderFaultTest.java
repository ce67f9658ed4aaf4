// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.cycle.ScriptedProvider.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshot providers that fail or hang. */
final class ProviderFaultTest {
    private final Scene scene = new Scene();

    @AfterEach
    void letGo() {
        scene.close();
    }

    @ParameterizedTest(name = "in {0} it {1}")
    @CsvSource({
        "OPEN, REFUSES",
        "OPEN, HANGS_STUBBORNLY",
        "PREPARE, REFUSES",
        "PREPARE, LINKAGE_ERROR",
        "PREPARE, HANGS",
        "PREPARE, HANGS_STUBBORNLY",
        "TAKE, REFUSES",
        "TAKE, OUT_OF_MEMORY",
        "TAKE, THROWS_UNDECLARED",
        "TAKE, HANGS",
        "TAKE, HANGS_STUBBORNLY",
        "TAKE, COMES_LATE"
    })
    void everybodyIsThawedAndNoSnapshotStays(Call call, Misbehaviour how) {
        scene.application("web", Tier.FRONT_END);
        scene.application("db", Tier.BACK_END);
        scene.onFailure = OnFailure.CONTINUE; // no policy goes on without a picture
        scene.provider.misbehaves(call, how);

        assertThatThrownBy(scene::backUp).isInstanceOf(CycleException.class);

        assertThat(scene.anyoneHeld()).isFalse();
        assertThat(scene.anyoneInBackupMode()).isFalse();
        assertThat(scene.longestHold()).isLessThan(scene.mostHold());
        scene.close(); // a take that comes late has its snapshot removed
        await().untilAsserted(() -> assertThat(scene.provider.existing).isEmpty());
    }

    @Test
    void aSnapshotThatShowsNothingIsNoImage() {
        scene.application("web", Tier.FRONT_END);
        scene.provider.showsNothing();

        assertThatThrownBy(scene::backUp).isInstanceOfSatisfying(CycleException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("snapshot.incomplete");
            assertThat(e.problem().message()).contains("/srv/web");
        });
        assertThat(scene.provider.existing).isEmpty();
    }

    @ParameterizedTest(name = "in CONFIRM it {0}")
    @EnumSource(
            value = Misbehaviour.class,
            names = {"REFUSES", "LINKAGE_ERROR", "OUT_OF_MEMORY", "HANGS", "HANGS_STUBBORNLY"})
    void nobodyIsToldThatABackupIsStoredWhoseSnapshotIsNotConfirmed(Misbehaviour how) {
        ScriptedWriter web = scene.application("web", Tier.FRONT_END);
        scene.onFailure = OnFailure.CONTINUE;
        scene.provider.misbehaves(Call.CONFIRM, how);

        assertThatThrownBy(scene::backUp).isInstanceOf(CycleException.class);

        assertThat(web.calls()).contains(ScriptedWriter.Call.VALIDATE).doesNotContain(ScriptedWriter.Call.COMPLETE);
        assertThat(scene.provider.completed).isEmpty();
        assertThat(scene.journal.endings).doesNotContainValue(Journal.Ending.COMPLETED);
        scene.close();
        await().untilAsserted(() -> assertThat(scene.provider.existing).isEmpty());
    }

    @Test
    void aSnapshotThatCannotBeRemovedIsReportedAndLeftToRecovery() throws Exception {
        scene.application("web", Tier.FRONT_END);
        scene.provider.misbehaves(Call.CLOSE, Misbehaviour.REFUSES);

        CycleReport report = scene.backUp();

        assertThat(report.problems()).anyMatch(problem -> problem.code().equals("test.refused"));
        assertThat(scene.provider.existing).hasSize(1);
        assertThat(scene.journal.open()).hasSize(1);
    }

    @Test
    void sourcesThatOnlyAMissingApplicationNeedsAreNotTaken() throws Exception {
        scene.application("web", Tier.FRONT_END);
        scene.application("db", Tier.BACK_END).misbehaves(ScriptedWriter.Call.PREPARE, Misbehaviour.REFUSES);
        scene.onFailure = OnFailure.CONTINUE;

        scene.backUp();

        assertThat(scene.provider.requests).hasSize(1);
        assertThat(scene.provider.requests.get(0).sources())
                .extracting(source -> source.files().root().toString())
                .containsExactly("/srv/web");
    }
}
