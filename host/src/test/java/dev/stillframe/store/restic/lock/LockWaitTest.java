// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.clock.ManualClock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.FaultyBackend;
import dev.stillframe.store.backend.FaultyBackend.Op;
import dev.stillframe.store.backend.FaultyBackend.Outcome;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.MemoryBackend;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.TestRepositories;
import dev.stillframe.store.restic.format.LockDocument;
import dev.stillframe.store.restic.format.LockJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockWaitTest {
    private static final LockTiming QUICK =
            new LockTiming(Duration.ofMillis(1), Duration.ofMinutes(5), Duration.ofMinutes(30));

    private final MemoryBackend backend = new MemoryBackend();
    private final ManualClock clock = new ManualClock();

    @Test
    void whoIsInTheWayIsWaitedForUntilNobodyIs() throws Exception {
        try (Repository repository = repository(backend)) {
            somebodyWorksAlone(repository, Duration.ofMinutes(28)); // for two minutes more, then the lock is stale

            try (RepositoryLock lock = new LockWait(repository, QUICK, Duration.ofMinutes(5)).acquire(false)) {
                lock.check();
            }

            assertThat(Duration.ofNanos(clock.nanoTime())).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
        }
    }

    @Test
    void atTheEndOfTheWaitItIsSaidWhoIsInTheWay() throws Exception {
        try (Repository repository = repository(backend)) {
            somebodyWorksAlone(repository, Duration.ZERO);

            LockWait wait = new LockWait(repository, QUICK, Duration.ofSeconds(10));

            assertThatThrownBy(() -> wait.acquire(false)).hasMessageContaining("process 7 of ann on elsewhere");
            assertThat(Duration.ofNanos(clock.nanoTime())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(13));
            assertThat(backend.list(Kind.LOCKS)).hasSize(1);
        }
    }

    @Test
    void aLockThatFailsForAnotherReasonIsNotGoneWithout() throws Exception {
        repository(backend).close();
        Backend refusing = new FaultyBackend(
                backend, call -> call.op() == Op.WRITE && call.kind() == Kind.LOCKS ? Outcome.REFUSED : Outcome.WORKS);
        List<Problem> told = new ArrayList<>();
        try (Repository repository =
                Repository.open(refusing, TestRepositories.password(), clock, TestRepositories.settings())) {
            LockWait wait = new LockWait(repository, QUICK, Duration.ZERO);

            assertThatThrownBy(() -> wait.acquireToRead(told::add)).hasMessageContaining("injected");
            assertThat(told).isEmpty();
        }
    }

    private Repository repository(Backend where) throws IOException {
        return Repository.init(where, TestRepositories.password(), clock, TestRepositories.settings());
    }

    private void somebodyWorksAlone(Repository repository, Duration since) throws IOException {
        repository
                .files()
                .save(
                        Kind.LOCKS,
                        LockJson.write(
                                new LockDocument(clock.instant().minus(since), true, "elsewhere", "ann", 7, 0, 0, "")));
    }
}
