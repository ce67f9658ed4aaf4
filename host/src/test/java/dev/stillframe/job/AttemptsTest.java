// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.ManualClock;
import dev.stillframe.error.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
    private final ManualClock clock = new ManualClock();
    private final List<Problem> warnings = new ArrayList<>();
    private final Attempts attempts = new Attempts(clock, warnings::add, new WindowsHost().again());

    @Test
    void aBackupThatVssCouldNotHoldStillForIsRepeatedAfterTenMinutes() throws Exception {
        Deque<Backup.Result> results = new ArrayDeque<>(List.of(
                nothing("snapshot.vss.flush-timeout"), nothing("snapshot.vss.hold-timeout"), nothing("plan.torn")));
        assertThat(attempts.run(results::remove)).isEqualTo(nothing("plan.torn"));
        assertThat(clock.slept()).containsExactly(Duration.ofMinutes(10), Duration.ofMinutes(10));
        assertThat(warnings).extracting(Problem::code).containsExactly("backup.again", "backup.again");
    }

    @Test
    void itIsRepeatedThreeTimesAtMost() throws Exception {
        List<String> runs = new ArrayList<>();
        attempts.run(() -> {
            runs.add("run");
            return nothing("snapshot.vss.provider-veto");
        });
        assertThat(runs).hasSize(4);
    }

    @Test
    void whatFailedForAnotherReasonOrMayHaveLeftSomethingFrozenIsNotRepeated() throws Exception {
        List<Backup.Result> all = List.of(
                nothing("snapshot.vss.storage"),
                new Backup.Result.Nothing(nothing("snapshot.vss.hold-timeout").problems(), true));
        for (Backup.Result each : all) {
            assertThat(attempts.run(() -> each)).isSameAs(each);
        }
        assertThat(clock.slept()).isEmpty();
    }

    @Test
    void whereNoProviderWantsItNothingIsRepeated() throws Exception {
        Attempts once = new Attempts(clock, warnings::add, new LinuxHost().again());
        List<String> runs = new ArrayList<>();
        once.run(() -> {
            runs.add("run");
            return nothing("snapshot.vss.provider-veto");
        });
        assertThat(runs).hasSize(1);
    }

    @Test
    void anInterruptEndsThePause() throws Exception {
        Thread.currentThread().interrupt();
        assertThat(attempts.run(() -> nothing("snapshot.vss.hold-timeout")))
                .isEqualTo(nothing("snapshot.vss.hold-timeout"));
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Backup.Result.Nothing nothing(String code) {
        return new Backup.Result.Nothing(List.of(new Problem(code, "it failed", Retry.HELPS, "")));
    }
}
