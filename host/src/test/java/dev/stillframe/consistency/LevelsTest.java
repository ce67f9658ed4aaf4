// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.consistency;

import static dev.stillframe.consistency.Level.APPLICATION;
import static dev.stillframe.consistency.Level.CRASH;
import static dev.stillframe.consistency.Level.FILESYSTEM;
import static dev.stillframe.consistency.Level.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Verdict;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LevelsTest {
    private static final Verification SOUND = new Verification.Done(new Verdict.Sound(10, 0, "pages", List.of()));
    private static final HoldOutcome HELD = new HoldOutcome.Held(Map.of("session", "7"));

    static final Quiesce WRITES = new Quiesce.Hold(Quiesce.Still.WRITES, Quiesce.Tier.BACK_END);
    static final Quiesce COMMITS = new Quiesce.Hold(Quiesce.Still.COMMITS, Quiesce.Tier.BACK_END);
    static final Quiesce SUSPENDED = new Quiesce.Suspended(Quiesce.Tier.BACK_END);
    static final Quiesce NATIVE = new Quiesce.Native(new UUID(1, 2), "", "db");

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(WRITES, APPLICATION, APPLICATION, LIVE),
                Arguments.of(COMMITS, APPLICATION, LIVE, LIVE),
                Arguments.of(new Quiesce.BackupMode(), APPLICATION, APPLICATION, APPLICATION),
                Arguments.of(SUSPENDED, CRASH, CRASH, LIVE),
                Arguments.of(new Quiesce.Flush(), FILESYSTEM, LIVE, LIVE),
                Arguments.of(new Quiesce.None(), CRASH, LIVE, LIVE));
    }

    @ParameterizedTest
    @MethodSource("table")
    void theTableOfTheDesignHolds(Quiesce quiesce, Level atomic, Level perFile, Level live) {
        assertThat(Levels.planned(quiesce, Grain.ATOMIC)).contains(atomic);
        assertThat(Levels.planned(quiesce, Grain.PER_FILE)).contains(perFile);
        assertThat(Levels.planned(quiesce, Grain.LIVE)).contains(live);
    }

    @Test
    void aNativeWriterNeedsOneInstant() {
        assertThat(Levels.planned(NATIVE, Grain.ATOMIC)).contains(APPLICATION);
        assertThat(Levels.planned(NATIVE, Grain.PER_FILE)).isEmpty();
        assertThat(Levels.planned(NATIVE, Grain.LIVE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("table")
    void aHoldThatWasLostCountsAsNone(Quiesce quiesce) {
        HoldOutcome lost = new HoldOutcome.NotHeld("the session had ended");
        assertThat(Levels.reached(quiesce, Grain.ATOMIC, lost, SOUND)).isEqualTo(CRASH);
        assertThat(Levels.reached(quiesce, Grain.PER_FILE, lost, SOUND)).isEqualTo(LIVE);
    }

    @Test
    void withoutACheckThatCanFailALevelIsFilesystemAtMost() {
        Verification unverifiable = new Verification.Done(new Verdict.Unverifiable("checksums are off"));
        assertThat(Levels.reached(WRITES, Grain.ATOMIC, HELD, unverifiable)).isEqualTo(FILESYSTEM);
        assertThat(Levels.reached(WRITES, Grain.ATOMIC, HELD, new Verification.NotDone("it hung")))
                .isEqualTo(FILESYSTEM);
        assertThat(Levels.reached(WRITES, Grain.ATOMIC, HELD, SOUND)).isEqualTo(APPLICATION);
        assertThat(Levels.reached(SUSPENDED, Grain.ATOMIC, HELD, unverifiable)).isEqualTo(CRASH);
    }

    @Test
    void whatCannotBeCheckedIsNotPlannedAtLevelApplication() {
        Component plain = new Component(new ComponentId("files"), List.of(), WRITES, false, Map.of());
        assertThat(Levels.planned(plain, Grain.ATOMIC)).contains(FILESYSTEM);
        Component checkable = new Component(new ComponentId("files"), List.of(), WRITES, Map.of());
        assertThat(Levels.planned(checkable, Grain.ATOMIC)).contains(APPLICATION);
    }

    @Test
    void whatIsHeldIsTornWhereTheHoldCannotCoverThePicture() {
        assertThat(Levels.torn(COMMITS, Grain.PER_FILE)).isTrue();
        assertThat(Levels.torn(WRITES, Grain.PER_FILE)).isFalse();
        assertThat(Levels.torn(WRITES, Grain.LIVE)).isTrue();
        assertThat(Levels.torn(SUSPENDED, Grain.LIVE)).isTrue();
        assertThat(Levels.torn(new Quiesce.BackupMode(), Grain.LIVE)).isFalse();
        assertThat(Levels.torn(new Quiesce.None(), Grain.LIVE)).isFalse();
    }
}
