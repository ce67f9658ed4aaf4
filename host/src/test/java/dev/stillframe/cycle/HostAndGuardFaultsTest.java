// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.guard.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The host, or its guard, is killed or stopped in each phase of a cycle with real holds. {@code -Dstillframe.soak=true}
 * runs every cell, otherwise some, by a seed that is printed and may be set with {@code -Dstillframe.seed}.
 */
@Timeout(300)
final class HostAndGuardFaultsTest {
    private static final List<String> PHASES =
            List.of("prepare", "freeze", "take", "thaw", "gather", "validate", "complete", "close");
    private static final Set<String> IN_THE_WINDOW = Set.of("freeze", "take", "thaw");
    private static final int SLICE = 3;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final List<String> CELLS = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private static RealScene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new RealScene();
    }

    @AfterAll
    static void close() throws Exception {
        System.out.println("HostAndGuardFaultsTest: " + CELLS);
        if (scene != null) {
            scene.close();
        }
    }

    static Stream<String> phases() {
        if (Boolean.getBoolean("stillframe.soak")) {
            return PHASES.stream();
        }
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("HostAndGuardFaultsTest: seed " + seed);
        List<String> shuffled = new ArrayList<>(PHASES);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.stream().limit(SLICE);
    }

    @ParameterizedTest
    @MethodSource("phases")
    void whatAKilledHostHeldIsThawedAndItsCycleIsClosedByTheNext(String phase) throws Exception {
        RealScene.Running host = scene.start(LONG, phase);
        host.await("in " + phase);

        host.signal(Signals.KILL);

        scene.thawed();
        host.process().waitFor();
        RecoveryReport report = scene.recover();
        assertThat(report.problems()).isEmpty();
        assertThat(report.guarded().isEmpty()).isEqualTo(!IN_THE_WINDOW.contains(phase));
        assertThat(report.ended()).hasSize(phase.equals("prepare") ? 0 : 1);
        assertThat(scene.recover().clean()).isTrue();
        CELLS.add("kill -9 of host in " + phase);
    }

    @ParameterizedTest
    @MethodSource("phases")
    void aKilledGuardKeepsTheHostFromFreezingAndNotFromThawing(String phase) throws Exception {
        RealScene.Running host = scene.start(LONG, phase);
        host.await("in " + phase);
        Ledger ledger = scene.ledgers().get(0);

        Signals.send(ledger.pid(), Signals.KILL);
        host.goOn();

        String outcome = host.output().readLine();
        assertThat(outcome)
                .startsWith(
                        phase.equals("prepare")
                                ? "failed guard.gone"
                                : IN_THE_WINDOW.contains(phase)
                                        ? "completed [guard.gone] [Held, Held]"
                                        : "completed []");
        scene.thawed();
        assertThat(host.process().waitFor()).isZero();
        assertThat(scene.recover().problems()).isEmpty();
        assertThat(scene.recover().clean()).isTrue();
        CELLS.add("kill -9 of guard in " + phase);
    }

    @ParameterizedTest
    @MethodSource("phases")
    void whatAStoppedHostHeldIsThawedAtTheDeadlineAndItsCycleFails(String phase) throws Exception {
        RealScene.Running host = scene.start(SHORT, phase);
        host.await("in " + phase);

        host.signal(Signals.STOP);

        scene.thawed(); // nobody but the guard can have done it
        assertThat(RealHold.stopped(host.process().pid())).isTrue();
        host.signal(Signals.CONTINUE);
        host.goOn();
        String outcome = host.output().readLine();
        assertThat(outcome).startsWith(IN_THE_WINDOW.contains(phase) ? "failed " : "completed [] [Held, Held]");
        assertThat(host.process().waitFor()).isZero();
        assertThat(scene.recover().problems()).isEmpty();
        assertThat(scene.recover().clean()).isTrue();
        CELLS.add("SIGSTOP of host in " + phase);
    }
}
