// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.guard.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills a host with SIGKILL while it holds a frozen XFS and a stopped process tree, at random moments. {@code
 * -Dstillframe.soak=true} does it until 200 kills hit a hold, otherwise 8; the seed is printed and may be set with
 * {@code -Dstillframe.seed}.
 */
@Timeout(7200)
final class KilledHostThawsTest {
    private static final int HITS = Boolean.getBoolean("stillframe.soak") ? 200 : 8;
    private static final int TOLD = 20;
    private static final long LATEST_NANOS = Duration.ofMillis(60).toNanos();

    @Test
    void everythingIsThawedAndTheNextHostFindsNothingToDo() throws Exception {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("KilledHostThawsTest: seed " + seed);
        Random random = new Random(seed);
        List<Long> micros = new ArrayList<>();
        int kills = 0;
        try (RealScene scene = new RealScene()) {
            while (micros.size() < HITS) {
                RealScene.Running host = scene.start(Duration.ofSeconds(20), "for-ever");
                for (int window = random.nextInt(4); window >= 0; window--) {
                    host.await("in freeze");
                }
                LockSupport.parkNanos((long) (random.nextDouble() * LATEST_NANOS));

                long killed = System.nanoTime();
                host.signal(Signals.KILL);
                long thawed = scene.thawed();
                kills++;

                host.process().waitFor();
                RecoveryReport report = scene.recover();
                assertThat(report.problems()).isEmpty();
                boolean hit = report.guarded().stream()
                        .flatMap(ledger -> ledger.done().stream())
                        .findAny()
                        .isPresent();
                if (hit) {
                    micros.add((thawed - killed) / 1000);
                    if (micros.size() % TOLD == 0) { // whoever stops a long run has this much
                        System.out.printf(
                                "KilledHostThawsTest: %d kills, %d of them during holds%n", kills, micros.size());
                    }
                }
                assertThat(report.guarded())
                        .allMatch(ledger ->
                                ledger.entries().stream().noneMatch(entry -> entry.state() == Ledger.State.FAILED));
                assertThat(scene.recover().clean()).isTrue();
                scene.thawed();
            }
        }
        micros.sort(Long::compare);
        System.out.printf(
                "KilledHostThawsTest: %d kills, %d of them during holds, all thawed; from kill to thaw in ms: median"
                        + " %.1f, 90 %% %.1f, 99 %% %.1f, longest %.1f%n",
                kills, HITS, at(micros, 0.5), at(micros, 0.9), at(micros, 0.99), at(micros, 1));
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share)) / 1000.0;
    }
}
