// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.consistency.HoldOutcome;
import dev.stillframe.consistency.Verification;
import dev.stillframe.cycle.CycleReport.ApplicationReport;
import dev.stillframe.cycle.ScriptedWriter.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to misbehave, in every call, alone and in a group, with both policies. */
final class FaultMatrixTest {
    private static final Set<Call> FATAL = EnumSet.of(Call.JOIN, Call.PREPARE, Call.FREEZE, Call.THAW, Call.GATHER);
    private static final Set<Call> WITH_RESULT = EnumSet.of(Call.JOIN, Call.THAW, Call.GATHER, Call.VALIDATE);

    private final Scene scene = new Scene();

    @AfterEach
    void letGo() {
        scene.close();
    }

    static Stream<Arguments> matrix() {
        List<Arguments> all = new ArrayList<>();
        for (Call call : Call.values()) {
            for (Misbehaviour how : Misbehaviour.values()) {
                if (how != Misbehaviour.RETURNS_NULL || WITH_RESULT.contains(call)) {
                    all.add(Arguments.of(call, how, 1, OnFailure.ABORT));
                    all.add(Arguments.of(call, how, 3, OnFailure.ABORT));
                    all.add(Arguments.of(call, how, 3, OnFailure.CONTINUE));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "in {0} it {1}, among {2}, {3}")
    @MethodSource("matrix")
    void nothingStaysFrozenAndTheOutcomeSaysWhoAndWhy(Call call, Misbehaviour how, int size, OnFailure policy) {
        ScriptedWriter bad = scene.application("bad", Tier.BACK_END).misbehaves(call, how);
        if (size == 3) {
            scene.application("front", Tier.FRONT_END);
            scene.application("beside", Tier.BACK_END);
        }
        if (call == Call.ABORT) { // it is called only if something else went wrong
            bad.misbehaves(Call.FREEZE, Misbehaviour.REFUSES);
        }
        scene.onFailure = policy;

        Optional<CycleException> failure = Optional.empty();
        Optional<CycleReport> report = Optional.empty();
        try {
            report = Optional.of(scene.backUp());
        } catch (CycleException e) {
            failure = Optional.of(e);
        }

        assertThat(scene.anyoneHeld()).as("somebody is still held").isFalse();
        assertThat(scene.longestHold()).as("the longest hold").isLessThan(scene.mostHold());
        assertThat(scene.provider.existing).as("snapshots that were left").isEmpty();
        boolean fatal = FATAL.contains(call) || call == Call.ABORT;
        boolean ends = fatal && (policy == OnFailure.ABORT || size == 1);
        assertThat(failure.isPresent()).as("the cycle failed").isEqualTo(ends);
        CycleReport told = failure.map(CycleException::report)
                .or(() -> Optional.of(scene.latest()))
                .orElseThrow();
        ApplicationReport culprit = CycleTest.application(told, "bad");
        assertThat(culprit.absent().isPresent()).as("the culprit is absent").isEqualTo(fatal);
        failure.ifPresent(
                e -> assertThat(e.problem()).isEqualTo(culprit.absent().orElseThrow()));
        culprit.absent().ifPresent(problem -> {
            assertThat(problem.message()).contains("bad");
            assertThat(problem.code()).isEqualTo(code(call, how));
        });
        if (call == Call.VALIDATE) {
            assertThat(culprit.components().get(0).verification())
                    .hasValueSatisfying(known -> assertThat(known).isInstanceOf(Verification.NotDone.class));
        }
        if (call == Call.COMPLETE) {
            assertThat(culprit.problems()).hasSize(1);
        }
        if (!ends && size == 3) {
            for (String other : List.of("front", "beside")) {
                assertThat(CycleTest.application(told, other).absent()).isEmpty();
                assertThat(CycleTest.hold(told, other)).isInstanceOf(HoldOutcome.Held.class);
            }
        }
        assertThat(report.isPresent()).isNotEqualTo(ends);
        everyAttemptedFreezeWasAnswered();
        journalEndsUnlessSomethingMayBeOwed(call, how);

        scene.close(); // lets go what hangs
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            assertThat(scene.anyoneHeld()).as("held after a late return").isFalse();
            boolean brokenAbort = call == Call.ABORT && how != Misbehaviour.COMES_LATE;
            assertThat(scene.anyoneInBackupMode() && !brokenAbort)
                    .as("in backup mode after a late return")
                    .isFalse();
            assertThat(bad.calls()).as("the last of the culprit's calls").contains(closing(call, how));
        });
    }

    private void everyAttemptedFreezeWasAnswered() {
        for (ScriptedWriter writer : scene.writers.values()) {
            List<Call> calls = writer.calls();
            if (calls.contains(Call.FREEZE)) {
                assertThat(calls).as(writer.name).containsAnyOf(Call.THAW, Call.ABORT);
            }
        }
    }

    private void journalEndsUnlessSomethingMayBeOwed(Call call, Misbehaviour how) {
        boolean unsure = call == Call.CLOSE || call == Call.ABORT || how.hangs();
        if (!unsure) {
            assertThat(scene.journal.open()).isEmpty();
        }
        if (call == Call.ABORT) {
            assertThat(scene.journal.open())
                    .as("what recovery has to look after")
                    .hasSize(1);
        }
    }

    private static Call closing(Call call, Misbehaviour how) {
        boolean joined = call != Call.JOIN || how == Misbehaviour.HANGS_STUBBORNLY || how == Misbehaviour.COMES_LATE;
        return joined ? Call.CLOSE : Call.JOIN;
    }

    private static String code(Call call, Misbehaviour how) {
        if (call == Call.ABORT) {
            return "test.refused"; // of the freeze
        }
        return switch (how) {
            case REFUSES -> call == Call.JOIN ? "call.unexpected" : "test.refused";
            case LINKAGE_ERROR -> "call.incompatible";
            case OUT_OF_MEMORY -> "call.out-of-memory";
            case STACK_OVERFLOW -> "call.stack-overflow";
            case THROWS_UNDECLARED, THROWS_UNPRINTABLE, RETURNS_NULL -> "call.unexpected";
            case HANGS, HANGS_STUBBORNLY, COMES_LATE -> "call.timeout";
        };
    }
}
