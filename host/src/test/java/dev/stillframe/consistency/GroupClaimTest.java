// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.consistency.GroupClaim.Member;
import dev.stillframe.consistency.GroupClaim.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupClaimTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final HoldOutcome HELD = new HoldOutcome.Held(Map.of());
    private static final HoldOutcome NONE = new HoldOutcome.NotDeclared();

    private static Member member(Quiesce quiesce, Grain grain, HoldOutcome hold, int snapshot, int from, int to) {
        return new Member(quiesce, grain, hold, snapshot, T.plusMillis(from), T.plusMillis(to));
    }

    @Test
    void oneAtomicSnapshotIsOneInstantWhateverWasHeld() {
        assertThat(GroupClaim.of(List.of(
                        member(new Quiesce.BackupMode(), Grain.ATOMIC, NONE, 0, 0, 5),
                        member(new Quiesce.None(), Grain.ATOMIC, NONE, 0, 0, 5))))
                .isEqualTo(new GroupClaim.SameInstant());
    }

    @Test
    void severalSnapshotsUnderHoldsAreHeldTogether() {
        assertThat(GroupClaim.of(List.of(
                        member(LevelsTest.WRITES, Grain.ATOMIC, HELD, 0, 0, 5),
                        member(LevelsTest.SUSPENDED, Grain.PER_FILE, HELD, 1, 5, 900))))
                .isEqualTo(new GroupClaim.HeldTogether());
    }

    @Test
    void oneLostHoldMakesTheGroupSkewed() {
        assertThat(GroupClaim.of(List.of(
                        member(LevelsTest.WRITES, Grain.ATOMIC, HELD, 0, 0, 5),
                        member(LevelsTest.WRITES, Grain.ATOMIC, new HoldOutcome.NotHeld("gone"), 1, 5, 9))))
                .isEqualTo(new GroupClaim.Skewed(Duration.ofMillis(9)));
    }

    @Test
    void whatRecoversToAStopPointIsSkewedByItsWholeSpan() {
        assertThat(GroupClaim.of(List.of(
                        member(new Quiesce.BackupMode(), Grain.PER_FILE, NONE, 0, 700, 700),
                        member(new Quiesce.None(), Grain.PER_FILE, NONE, 0, 0, 200))))
                .isEqualTo(new GroupClaim.Skewed(Duration.ofMillis(700)));
    }

    @Test
    void aHoldOfCommitsDoesNotHoldFilesTogether() {
        assertThat(GroupClaim.of(List.of(
                        member(LevelsTest.COMMITS, Grain.ATOMIC, HELD, 0, 0, 1),
                        member(LevelsTest.WRITES, Grain.ATOMIC, HELD, 1, 1, 2))))
                .isInstanceOf(GroupClaim.Skewed.class);
    }

    @Test
    void claimsAreOrdered() {
        GroupClaim skewed = new GroupClaim.Skewed(Duration.ZERO);
        assertThat(skewed.satisfies(Wanted.ANY)).isTrue();
        assertThat(skewed.satisfies(Wanted.HELD_TOGETHER)).isFalse();
        assertThat(new GroupClaim.HeldTogether().satisfies(Wanted.HELD_TOGETHER))
                .isTrue();
        assertThat(new GroupClaim.HeldTogether().satisfies(Wanted.SAME_INSTANT)).isFalse();
        assertThat(new GroupClaim.SameInstant().satisfies(Wanted.SAME_INSTANT)).isTrue();
    }
}
