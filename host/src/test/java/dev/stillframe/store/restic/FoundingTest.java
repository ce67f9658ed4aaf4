// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.FaultyBackend;
import dev.stillframe.store.backend.FaultyBackend.Fault;
import dev.stillframe.store.backend.FaultyBackend.Op;
import dev.stillframe.store.backend.FaultyBackend.Outcome;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.MemoryBackend;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class FoundingTest {
    /** As many as an init makes at most. */
    private static final int CALLS = 12;

    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** One stops before its nth call, the other makes all its own before its mth, the first goes on to its end. */
    @Test
    void ofTwoThatInitAtOnceOneMakesTheRepositoryAndItsKeyOpensIt() throws Exception {
        for (int first = 1; first <= CALLS; first++) {
            for (int second = 1; second <= CALLS; second++) {
                MemoryBackend place = new MemoryBackend();
                failures.clear();

                both(place, first, second);

                assertThat(failures)
                        .as("calls %s and %s", first, second)
                        .singleElement()
                        .asString()
                        .contains("repository.exists");
                try (Repository repository = TestRepositories.open(place)) {
                    assertThat(repository.keys().list()).hasSize(1);
                }
            }
        }
    }

    private void both(Backend place, int first, int second) throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            init(place, second, () -> {
                arrived.countDown();
                done.await();
            });
            arrived.countDown();
        });
        init(place, first, () -> {
            other.start();
            arrived.await();
        });
        done.countDown();
        if (other.getState() == Thread.State.NEW) {
            other.start(); // the first made fewer calls
        }
        other.join();
    }

    @Test
    void theKeyOfAnInitThatWasKilledGoesWithTheNext() throws Exception {
        MemoryBackend place = new MemoryBackend();
        init(place, call -> call.kind() == Kind.CONFIG && call.op() == Op.WRITE ? Outcome.DIES : Outcome.WORKS);
        assertThat(place.list(Kind.KEYS)).hasSize(1);

        try (Repository repository = TestRepositories.init(place)) {
            assertThat(repository.keys().list()).hasSize(1);
        }
    }

    @Test
    void aConfigWhoseAnswerIsLostHasItsKey() throws Exception {
        MemoryBackend place = new MemoryBackend();
        init(place, call -> call.kind() == Kind.CONFIG && call.op() == Op.WRITE ? Outcome.ANSWER_LOST : Outcome.WORKS);
        assertThat(failures).hasSize(1);
        assertThat(place.files()).containsKey(Handle.CONFIG);

        TestRepositories.open(place).close();
    }

    /** What happens before a call. */
    @FunctionalInterface
    private interface Interlude {
        void happen() throws InterruptedException;
    }

    private void init(Backend place, int call, Interlude before) {
        init(place, one -> {
            if (one.number() == call) {
                try {
                    before.happen();
                } catch (InterruptedException e) {
                    Assertions.fail(e);
                }
            }
            return Outcome.WORKS;
        });
    }

    private void init(Backend place, Fault fault) {
        try {
            TestRepositories.init(new FaultyBackend(place, fault)).close();
        } catch (IOException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }
}
