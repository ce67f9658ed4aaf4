// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.cycle.ScriptedWriter.Call;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many things go wrong at once, in ways nobody thought of. */
final class RandomFaultsTest {
    private static final int ROUNDS = 25;

    @Test
    void nothingIsFrozenAfterTheDeadlineWhateverGoesWrong() {
        long seed = Optional.ofNullable(Long.getLong("stillframe.seed")).orElseGet(() -> new Random().nextLong());
        System.out.println("random faults with -Dstillframe.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try (Scene scene = scene(random)) {
                play(scene, "seed " + seed + ", round " + round);
            }
        }
    }

    private static void play(Scene scene, String where) {
        try {
            scene.backUp();
        } catch (CycleException e) {
            assertThat(e.problem().code()).as(where).isNotEmpty();
        }
        assertThat(scene.anyoneHeld()).as(where).isFalse();
        assertThat(scene.longestHold()).as(where).isLessThan(scene.mostHold());
        for (ScriptedWriter writer : scene.writers.values()) {
            if (writer.calls().contains(Call.FREEZE)) {
                assertThat(writer.calls()).as(where).containsAnyOf(Call.THAW, Call.ABORT);
            }
        }
        scene.close();
        await(where).until(() -> !scene.anyoneHeld() && scene.provider.existing.isEmpty());
    }

    private static Scene scene(Random random) {
        Scene scene = new Scene();
        scene.onFailure = pick(random, OnFailure.values());
        int applications = 1 + random.nextInt(4);
        for (int i = 0; i < applications; i++) {
            ScriptedWriter writer = scene.application("app" + i, pick(random, Tier.values()));
            while (random.nextInt(3) == 0) {
                writer.misbehaves(pick(random, Call.values()), pick(random, Misbehaviour.values()));
            }
        }
        if (random.nextInt(4) == 0) {
            ScriptedProvider.Call call =
                    random.nextBoolean() ? ScriptedProvider.Call.TAKE : ScriptedProvider.Call.PREPARE;
            scene.provider.misbehaves(call, pick(random, Misbehaviour.values()));
        }
        return scene;
    }

    private static <T> T pick(Random random, T[] from) {
        return from[random.nextInt(from.length)];
    }
}
