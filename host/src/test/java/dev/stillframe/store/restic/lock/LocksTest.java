// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.clock.ManualClock;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.MemoryBackend;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.TestRepositories;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.LockDocument;
import dev.stillframe.store.restic.format.LockJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocksTest {
    private static final LockTiming QUICK =
            new LockTiming(Duration.ofMillis(1), Duration.ofMinutes(5), Duration.ofMinutes(30));

    private final MemoryBackend backend = new MemoryBackend();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-05-05T05:05:05Z"));
    private Repository repository;
    private Locks locks;

    @BeforeEach
    void init() throws IOException {
        repository = Repository.init(backend, TestRepositories.password(), clock, TestRepositories.settings());
        locks = new Locks(repository, QUICK);
    }

    @AfterEach
    void close() throws IOException {
        repository.close();
    }

    @Test
    void sharedLocksStandTogetherAndAnExclusiveOneStandsAlone() throws Exception {
        try (RepositoryLock first = locks.acquire(false);
                RepositoryLock second = locks.acquire(false)) {
            first.check();
            second.check();
            assertThatThrownBy(() -> locks.acquire(true)).hasMessageContaining("repository.locked");
        }
        try (RepositoryLock alone = locks.acquire(true)) {
            alone.check();
            assertThatThrownBy(() -> locks.acquire(false)).hasMessageContaining("repository.locked");
            assertThatThrownBy(() -> locks.acquire(true)).hasMessageContaining("repository.locked");
        }
        assertThat(backend.list(Kind.LOCKS)).isEmpty();
    }

    @Test
    void aRefusedLockLeavesNothing() throws Exception {
        try (RepositoryLock held = locks.acquire(true)) {
            held.check();
            assertThatThrownBy(() -> locks.acquire(false)).hasMessageContaining("locked by process");
            assertThat(backend.list(Kind.LOCKS)).hasSize(1);
        }
    }

    @Test
    void aLockOfAnotherMachineIsStaleAfterHalfAnHour() throws Exception {
        other("elsewhere", 1, clock.instant().minus(Duration.ofMinutes(29)), true);
        assertThatThrownBy(() -> locks.acquire(false)).hasMessageContaining("repository.locked");

        clock.advance(Duration.ofMinutes(2));

        locks.acquire(false).close();
        assertThat(backend.list(Kind.LOCKS))
                .as("removed, so that its holder notices")
                .isEmpty();
    }

    @Test
    void aLockOfAProcessOfThisMachineThatIsGoneIsStaleAtOnce() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        LockHolder self = LockHolder.ofThisProcess();
        other(self.hostname(), process.pid(), clock.instant(), true);
        locks.acquire(true).close();

        other(self.hostname(), process.pid(), clock.instant(), true, self.pidNamespace());
        locks.acquire(true).close();
    }

    @Test
    void aLockOfAnotherMachineOfTheSameNameIsNotJudgedByOurProcesses() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        String elsewhere = "0b6f1c52-4b0c-4f6e-9a55-52c1f0a7a001 pid:[4026531836]";
        other(LockHolder.ofThisProcess().hostname(), process.pid(), clock.instant(), true, elsewhere);

        assertThatThrownBy(() -> locks.acquire(true)).hasMessageContaining("repository.locked");
        assertThat(locks.unlock(false)).isEmpty();

        clock.advance(Duration.ofMinutes(31));
        locks.acquire(true).close();
    }

    @Test
    void aLockFromTheFutureIsNotStaleAndPointsToTheClocks() throws Exception {
        other("elsewhere", 1, clock.instant().plus(Duration.ofHours(2)), true);

        assertThatThrownBy(() -> locks.acquire(false)).hasMessageContaining("clocks");
    }

    @Test
    void ofTwoThatComeAtTheSameMomentAtMostOneGetsItAlone() throws Exception {
        for (int round = 0; round < 20; round++) {
            AtomicInteger holders = new AtomicInteger();
            Thread[] threads = new Thread[3];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    try {
                        RepositoryLock lock = locks.acquire(true);
                        holders.incrementAndGet();
                        lock.check();
                    } catch (IOException e) {
                        // refused: others were there too
                    }
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(holders.get()).isLessThanOrEqualTo(1);
            locks.unlock(true);
        }
    }

    @Test
    void aRefreshedLockIsANewFileWithANewTime() throws Exception {
        try (RepositoryLock lock = locks.acquire(true)) {
            FileId before = repository.files().list(Kind.LOCKS).get(0);
            clock.advance(Duration.ofMinutes(5));

            lock.refresh();

            FileId after = repository.files().list(Kind.LOCKS).get(0);
            assertThat(after).isNotEqualTo(before);
            assertThat(LockJson.read(repository.files().load(Kind.LOCKS, after), "lock")
                            .time())
                    .isEqualTo(clock.instant());
        }
    }

    @Test
    void aLockIsRefreshedByItself() throws Exception {
        LockTiming often = new LockTiming(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMinutes(30));
        try (RepositoryLock lock = new Locks(repository, often).acquire(false)) {
            FileId before = repository.files().list(Kind.LOCKS).get(0);

            Awaitility.await().until(() -> !repository.files().list(Kind.LOCKS).contains(before));
            lock.check();
        }
    }

    @Test
    void whoSleptTooLongGoesOnOnlyIfNobodyTookTheLockForStale() throws Exception {
        RepositoryLock lucky = locks.acquire(false);
        clock.advance(Duration.ofMinutes(40));
        lucky.check();
        lucky.close();

        RepositoryLock sleeper = locks.acquire(false);
        clock.advance(Duration.ofMinutes(40));
        locks.unlock(true);
        assertThatThrownBy(sleeper::check).hasMessageContaining("repository.lock-lost");
        assertThat(backend.list(Kind.LOCKS)).isEmpty();
        sleeper.close();
    }

    @Test
    void whoeverLostTheLockIsToldAtOnce() throws Exception {
        RepositoryLock lock = locks.acquire(false);
        locks.unlock(true);

        assertThatThrownBy(lock::check).hasMessageContaining("repository.lock-lost");
        assertThatThrownBy(lock::checkInPassing).hasMessageContaining("repository.lock-lost");
        lock.close();
    }

    @Test
    void aRefreshDoesNotBringALostLockBack() throws Exception {
        RepositoryLock lock = locks.acquire(false);
        locks.unlock(true);
        clock.advance(Duration.ofMinutes(5));

        lock.refresh();

        assertThat(backend.list(Kind.LOCKS)).isEmpty();
        assertThatThrownBy(lock::check).hasMessageContaining("repository.lock-lost");
        lock.close();
    }

    @Test
    void aLookInPassingIsBelievedForHalfAMinuteAndNoLonger() throws Exception {
        RepositoryLock lock = locks.acquire(false);
        clock.advance(Duration.ofHours(-1));
        lock.checkInPassing();
        locks.unlock(true);

        clock.advance(Duration.ofSeconds(29));
        lock.checkInPassing();
        clock.advance(Duration.ofSeconds(2));
        assertThatThrownBy(lock::checkInPassing).hasMessageContaining("repository.lock-lost");
        lock.close();
    }

    @Test
    void unlockRemovesOnlyStaleLocksUnlessToldOtherwise() throws Exception {
        other("elsewhere", 1, clock.instant(), false);
        other("elsewhere", 2, clock.instant().minus(Duration.ofHours(1)), false);

        assertThat(locks.unlock(false)).hasSize(1).first().asString().contains("process 2");
        assertThat(locks.unlock(true)).hasSize(1).first().asString().contains("process 1");
    }

    @Test
    void aLockThatCannotBeReadIsInTheWayUntilSomebodyRemovesIt() throws Exception {
        backend.files().put(new Handle(Kind.LOCKS, "ab".repeat(32)), new byte[40]);

        assertThatThrownBy(() -> locks.acquire(false)).hasMessageContaining("repository.lock-damaged");
        assertThat(locks.unlock(true)).hasSize(1);
        locks.acquire(false).close();
    }

    /** As restic makes them. */
    private void other(String host, long pid, Instant time, boolean exclusive) throws IOException {
        other(host, pid, time, exclusive, "");
    }

    private void other(String host, long pid, Instant time, boolean exclusive, String pidNamespace) throws IOException {
        LockDocument lock = new LockDocument(time, exclusive, host, "ann", pid, 0, 0, pidNamespace);
        repository.files().save(Kind.LOCKS, LockJson.write(lock));
    }
}
