// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.consistency.HoldOutcome;
import dev.stillframe.consistency.Verification;
import dev.stillframe.cycle.CycleReport.ApplicationReport;
import dev.stillframe.cycle.CycleReport.ComponentReport;
import dev.stillframe.cycle.ScriptedWriter.Call;
import dev.stillframe.cycle.Transition.Step;
import dev.stillframe.event.Event;
import dev.stillframe.guard.Guards;
import dev.stillframe.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CycleTest {
    private final Scene scene = new Scene();

    @AfterEach
    void letGo() {
        scene.close();
    }

    @Test
    void everybodyIsHeldWhenTheSnapshotIsTaken() throws Exception {
        scene.application("web", Tier.FRONT_END);
        scene.application("db", Tier.BACK_END);
        scene.provider.watch(() -> scene.writers.values().stream().allMatch(ScriptedWriter::held));

        CycleReport report = scene.backUp();

        assertThat(scene.provider.takenWhileHeld()).isTrue();
        assertThat(scene.anyoneHeld()).isFalse();
        assertThat(scene.anyoneInBackupMode()).isFalse();
        for (ApplicationReport application : report.applications()) {
            assertThat(application.absent()).isEmpty();
            ComponentReport component = application.components().get(0);
            assertThat(component.hold()).isInstanceOf(HoldOutcome.Held.class);
            assertThat(component.verification())
                    .hasValueSatisfying(known -> assertThat(known.couldFail()).isTrue());
            assertThat(component.facts()).containsEntry("declared", "yes").containsEntry("gathered", "yes");
        }
        assertThat(scene.journal.endings).containsEntry("c1", Journal.Ending.COMPLETED);
        assertThat(scene.provider.existing).isEmpty();
        assertThat(scene.exitHooks).isEmpty();
    }

    @Test
    void tiersFreezeInOrderAndThawInReverse() throws Exception {
        scene.application("disk", Tier.STORAGE);
        scene.application("db", Tier.BACK_END);
        scene.application("web", Tier.FRONT_END);

        List<Transition> transitions = scene.backUp().transitions();

        assertThat(subjects(transitions, Step.FROZEN)).containsExactly("web", "db", "disk");
        assertThat(subjects(transitions, Step.THAWED)).containsExactly("disk", "db", "web");
        assertThat(index(transitions, Step.SNAPSHOT_BEGUN, "scripted"))
                .isGreaterThan(index(transitions, Step.FROZEN, "disk"));
        assertThat(index(transitions, Step.SNAPSHOT_ENDED, "scripted"))
                .isLessThan(index(transitions, Step.THAW_BEGUN, "disk"));
    }

    @Test
    void theWindowRunsFromTheFirstFreezeToTheLastThaw() throws Exception {
        scene.application("web", Tier.FRONT_END);
        scene.application("db", Tier.BACK_END);

        CycleReport report = scene.backUp();

        CycleReport.FrozenWindow window = report.window().orElseThrow();
        assertThat(window.opened()).isEqualTo(report.transitions().get(0).at());
        assertThat(window.closed())
                .isEqualTo(report.transitions()
                        .get(report.transitions().size() - 1)
                        .at());
        assertThat(window.length()).isPositive().isLessThan(scene.mostHold());
        assertThat(report.skew()).contains(Duration.ZERO);
    }

    @Test
    void whoHasNoHoldIsNotFrozen() throws Exception {
        ScriptedWriter database = scene.application("db", new Quiesce.BackupMode());
        scene.application("web", Tier.FRONT_END);

        CycleReport report = scene.backUp();

        assertThat(database.calls())
                .containsExactly(Call.JOIN, Call.PREPARE, Call.GATHER, Call.VALIDATE, Call.COMPLETE, Call.CLOSE);
        ComponentReport component = report.applications().stream()
                .filter(one -> one.application().equals("db"))
                .findFirst()
                .orElseThrow()
                .components()
                .get(0);
        assertThat(component.hold()).isInstanceOf(HoldOutcome.NotDeclared.class);
    }

    @Test
    void aHeldCopyFreezesNobodyAndTakesNoSnapshot() throws Exception {
        ScriptedWriter database = scene.application("db", new Quiesce.BackupMode());
        scene.shape = Plan.Shape.HELD_COPY;

        try (Prepared prepared = scene.prepare()) {
            assertThat(database.inBackupMode()).isTrue();
            Collected collected = ((PreparedCopy) prepared).gather();
            assertThat(database.inBackupMode()).isFalse();
            assertThat(collected.validate(Scene.images(collected)).report().window())
                    .isEmpty();
        }
        assertThat(scene.provider.requests).isEmpty();
        assertThat(database.calls()).doesNotContain(Call.FREEZE, Call.THAW);
    }

    @Test
    void aLostHoldDoesNotCountAndHarmsNobodyElse() throws Exception {
        scene.application("web", Tier.FRONT_END).losesItsHold();
        scene.application("db", Tier.FRONT_END);

        CycleReport report = scene.backUp();

        assertThat(hold(report, "web")).isEqualTo(new HoldOutcome.NotHeld("its connection broke"));
        assertThat(hold(report, "db")).isInstanceOf(HoldOutcome.Held.class);
        assertThat(application(report, "web").absent()).isEmpty();
        assertThat(application(report, "web").problems())
                .anyMatch(problem -> problem.code().equals("cycle.hold-lost"));
    }

    @Test
    void nothingIsFrozenWhenTheJournalCannotBeWritten() {
        ScriptedWriter web = scene.application("web", Tier.FRONT_END);
        scene.journal.full = true;

        assertThatThrownBy(scene::backUp)
                .isInstanceOf(CycleException.class)
                .hasMessageContaining("cannot write the journal");

        assertThat(web.calls()).doesNotContain(Call.FREEZE).contains(Call.ABORT, Call.CLOSE);
        assertThat(web.inBackupMode()).isFalse();
    }

    @Test
    void theIntentIsDurableBeforeTheFirstFreezeAndNamesWhatWillBeHeldAndMade() throws Exception {
        ScriptedWriter web = scene.application("web", Tier.FRONT_END);
        scene.journal.onCall = () -> assertThat(web.held()).isFalse();

        try (Prepared prepared = scene.prepare()) {
            assertThat(prepared.report().transitions()).isEmpty();
            Intent intent = scene.journal.open().get(0);
            assertThat(intent.holders()).extracting(Intent.Holder::application).containsExactly("web");
            assertThat(intent.holders()).allMatch(Intent.Holder::freezes);
            assertThat(intent.snapshots())
                    .extracting(Intent.SnapshotToCome::provider)
                    .containsExactly("scripted");
        }
        assertThat(scene.journal.endings).containsEntry("c1", Journal.Ending.FAILED);
    }

    @Test
    void noEventIsSentAndNoJournalIsWrittenWhileSomebodyIsHeld() throws Exception {
        ScriptedWriter web = scene.application("web", Tier.FRONT_END);
        scene.application("db", Tier.BACK_END).misbehaves(Call.FREEZE, Misbehaviour.REFUSES);
        scene.onFailure = OnFailure.CONTINUE;
        List<Boolean> held = new ArrayList<>();
        scene.journal.onCall = () -> held.add(web.held());
        Coordinator coordinator = new Coordinator(
                dev.stillframe.clock.Clock.system(),
                scene.journal,
                Guards.inHost(scene.undo()),
                event -> held.add(web.held()),
                work -> () -> {});

        try (Prepared prepared = coordinator.prepare(scene.spec())) {
            ((PreparedImage) prepared).image();
        }

        assertThat(held).isNotEmpty().doesNotContain(true);
    }

    @Test
    void anObserverThatThrowsStopsNothing() throws Exception {
        scene.application("web", Tier.FRONT_END);
        Coordinator coordinator = new Coordinator(
                dev.stillframe.clock.Clock.system(),
                scene.journal,
                Guards.inHost(scene.undo()),
                event -> {
                    throw new IllegalStateException("broken pipe");
                },
                work -> () -> {});
        try (Prepared prepared = coordinator.prepare(scene.spec())) {
            ((PreparedImage) prepared).image();
        }
        assertThat(scene.anyoneHeld()).isFalse();
    }

    @Test
    void anInterruptThawsEverybody() throws Exception {
        scene.application("web", Tier.FRONT_END);
        scene.application("db", Tier.BACK_END).misbehaves(Call.FREEZE, Misbehaviour.HANGS_STUBBORNLY);
        List<Boolean> interrupted = new ArrayList<>();
        scene.journal.onCall = () -> interrupted.add(Thread.currentThread().isInterrupted());
        Thread coordinating = Thread.currentThread();
        Thread impatient = new Thread(() -> {
            while (!scene.writers.get("db").held()) {
                Thread.onSpinWait();
            }
            coordinating.interrupt();
        });
        impatient.start();

        assertThatThrownBy(scene::backUp)
                .isInstanceOfSatisfying(
                        CycleException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("cycle.interrupted"));

        assertThat(Thread.interrupted()).isTrue();
        impatient.join();
        assertThat(interrupted)
                .as("connection pools refuse who is interrupted")
                .hasSize(2)
                .doesNotContain(true);
        assertThat(scene.anyoneHeld()).isFalse();
        assertThat(scene.longestHold()).isLessThan(scene.mostHold());
    }

    @Test
    void theExitHookThawsWhatIsHeld() throws Exception {
        ScriptedWriter web = scene.application("web", Tier.FRONT_END);
        Prepared prepared = scene.prepare();
        scene.provider.watch(() -> {
            scene.exitHooks.forEach(Runnable::run); // as if somebody had called System.exit here
            return web.held();
        });

        assertThatThrownBy(((PreparedImage) prepared)::image).isInstanceOf(CycleException.class);

        assertThat(web.held()).isFalse();
        await().until(() -> !scene.provider.takenWhileHeld()); // the hook came back, and nobody was held any more
        prepared.close();
        assertThat(scene.provider.existing).isEmpty();
    }

    @Test
    void aStateIsLeftOnce() throws Exception {
        scene.application("web", Tier.FRONT_END);
        try (Prepared prepared = scene.prepare()) {
            PreparedImage image = (PreparedImage) prepared;
            image.image();
            assertThatThrownBy(image::image).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void damagedComponentsAreNeverCompleted() throws Exception {
        ScriptedWriter web =
                scene.application("web", Tier.FRONT_END).misbehaves(Call.VALIDATE, Misbehaviour.RETURNS_NULL);

        CycleReport report = scene.backUp();

        assertThat(web.calls()).doesNotContain(Call.COMPLETE);
        assertThat(application(report, "web").components().get(0).verification())
                .hasValueSatisfying(known -> assertThat(known).isInstanceOf(Verification.NotDone.class));
    }

    @Test
    void phasesAreReportedAndWatched() throws Exception {
        scene.application("web", Tier.FRONT_END);

        CycleReport report = scene.backUp();

        List<String> phases =
                report.phases().stream().map(CycleReport.PhaseTiming::phase).toList();
        assertThat(phases).contains("prepare", "image", "gather", "validate", "complete");
        assertThat(scene.events).contains(new Event.PhaseBegan("image"));
    }

    static ApplicationReport application(CycleReport report, String name) {
        return report.applications().stream()
                .filter(one -> one.application().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static HoldOutcome hold(CycleReport report, String name) {
        return application(report, name).components().get(0).hold();
    }

    private static List<String> subjects(List<Transition> transitions, Step step) {
        return transitions.stream()
                .filter(one -> one.step() == step)
                .map(Transition::subject)
                .toList();
    }

    private static int index(List<Transition> transitions, Step step, String subject) {
        for (int i = 0; i < transitions.size(); i++) {
            if (transitions.get(i).step() == step
                    && transitions.get(i).subject().equals(subject)) {
                return i;
            }
        }
        throw new AssertionError(step + " of " + subject + " is missing in " + transitions);
    }
}
