// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.clock.ManualClock;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.FaultyBackend;
import dev.stillframe.store.backend.FaultyBackend.Op;
import dev.stillframe.store.backend.FaultyBackend.Outcome;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.MemoryBackend;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.TestFiles;
import dev.stillframe.store.restic.TestRepositories;
import dev.stillframe.store.restic.check.CheckReport;
import dev.stillframe.store.restic.check.RepositoryCheck;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.Locks;
import dev.stillframe.store.restic.lock.RepositoryLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PruneTest {
    private static final LockTiming QUICK =
            new LockTiming(Duration.ofMillis(1), Duration.ofMinutes(5), Duration.ofMinutes(30));

    private final MemoryBackend backend = new MemoryBackend();

    /** Two backups that share files, of which the first was forgotten. */
    private record Forgotten(FileId kept, Map<String, byte[]> files) {}

    @Test
    void whatIsForgottenGoesAndWhatIsKeptStays() throws Exception {
        Forgotten forgotten = forgotten();
        long before = bytes();

        PruneReport report = prune(new PruneSettings(0));

        assertThat(report.bytesFreed()).isEqualTo(before - bytes()).isPositive();
        assertThat(report.packsRepacked()).isPositive();
        assertHolds(forgotten);
        assertThat(prune(new PruneSettings(0))).as("a second one finds nothing").isEqualTo(new PruneReport(0, 0, 0));
    }

    @Test
    void aForecastIsWhatThePruneThenDoesAndChangesNothing() throws Exception {
        Forgotten forgotten = forgotten();
        Map<Handle, byte[]> before = Map.copyOf(backend.files());
        PruneReport forecast;
        try (Repository repository = TestRepositories.open(backend)) {
            forecast = Prune.forecast(repository, new PruneSettings(0));
        }
        assertThat(backend.files()).isEqualTo(before);

        PruneReport done = prune(new PruneSettings(0));

        assertThat(forecast.packsRemoved()).isEqualTo(done.packsRemoved());
        assertThat(forecast.packsRepacked()).isEqualTo(done.packsRepacked()).isPositive();
        assertThat(forecast.bytesFreed())
                .as("but for the packs' headers")
                .isCloseTo(done.bytesFreed(), Percentage.withPercentage(3));
        assertHolds(forgotten);
        try (Repository repository = TestRepositories.open(backend)) {
            assertThat(Prune.forecast(repository, new PruneSettings(0))).isEqualTo(new PruneReport(0, 0, 0));
        }
    }

    @Test
    void aPackThatIsPackedAgainIsReadInOneCall() throws Exception {
        Forgotten forgotten = forgotten();
        FaultyBackend counting = new FaultyBackend(backend, call -> Outcome.WORKS);

        PruneReport report = prune(TestRepositories.open(counting), new PruneSettings(0));

        long reads = counting.calls().stream()
                .filter(call -> call.op() == Op.READ && call.kind() == Kind.DATA)
                .count();
        int trees = 2; // the kept backup's, read one by one to see what it needs
        assertThat(reads).isEqualTo(report.packsRepacked() + trees);
        assertHolds(forgotten);
    }

    @Test
    void packsThatAreHardlyWastedStay() throws Exception {
        Forgotten forgotten = forgotten();

        PruneReport report = prune(new PruneSettings(1000));

        assertThat(report.packsRepacked()).as("only trees").isLessThanOrEqualTo(1);
        assertHolds(forgotten);
    }

    @Test
    void anEmptyRepositoryLosesAllItsPacks() throws Exception {
        try (Repository repository = TestRepositories.init(backend)) {
            FileId only = TestRepositories.backup(repository, TestFiles.random(new Random(1), 10, 50_000));
            repository.removeSnapshot(only);
        }

        prune(PruneSettings.standard());

        assertThat(backend.list(Kind.DATA)).isEmpty();
        assertThat(backend.list(Kind.INDEX)).isEmpty();
    }

    @Test
    void packsThatNoIndexKnowsGo() throws Exception {
        Forgotten forgotten = forgotten();
        prune(new PruneSettings(0));
        MemoryBackend other = new MemoryBackend();
        other.files().putAll(backend.files());
        try (Repository repository = TestRepositories.open(other)) {
            TestRepositories.backup(repository, TestFiles.random(new Random(2), 5, 50_000));
        }
        other.files().forEach((handle, bytes) -> {
            if (handle.kind() == Kind.DATA) {
                backend.files().putIfAbsent(handle, bytes);
            }
        });

        assertThat(prune(new PruneSettings(0)).packsRemoved()).isPositive();
        assertHolds(forgotten);
    }

    @Test
    void manySmallIndexesBecomeOne() throws Exception {
        FileId last;
        Map<String, byte[]> files = TestFiles.random(new Random(3), 3, 5_000);
        try (Repository repository = TestRepositories.init(backend)) {
            for (int i = 0; i < 8; i++) {
                files.put("more-" + i, new byte[] {(byte) i});
                TestRepositories.backup(repository, files);
            }
            last = TestRepositories.backup(repository, files);
        }

        prune(PruneSettings.standard());

        assertThat(backend.list(Kind.INDEX)).hasSize(1);
        assertHolds(new Forgotten(last, files));
    }

    @Test
    void nothingIsRemovedWhileSomethingThatIsNeededIsMissing() throws Exception {
        Forgotten forgotten = forgotten();
        try (Repository repository = TestRepositories.open(backend)) {
            BlobId tree = repository.snapshot(forgotten.kept()).tree();
            FileId pack = repository.find(BlobType.TREE, tree).orElseThrow().pack();
            backend.files().remove(new Handle(Kind.DATA, pack.toString()));
        }
        int before = backend.files().size();

        assertThatThrownBy(() -> prune(new PruneSettings(0))).hasMessageContaining("repository.damaged");
        assertThat(backend.files()).hasSize(before);
    }

    /** The call at which it is killed is every one. */
    @Test
    void aKillAtAnyCallLosesNothing() throws Exception {
        Forgotten forgotten = forgotten();
        Map<Handle, byte[]> start = Map.copyOf(backend.files());
        boolean done = false;
        int calls = 0;
        while (!done) {
            calls++;
            backend.files().clear();
            backend.files().putAll(start);
            done = pruneKilledAt(calls);

            assertHolds(forgotten);
            removeLocks();
            prune(new PruneSettings(0));
            assertHolds(forgotten);
        }
        assertThat(calls).isGreaterThan(20);
    }

    @Test
    void aLostLockStopsItBeforeAnythingIsRemoved() throws Exception {
        Forgotten forgotten = forgotten();
        try (Repository repository = TestRepositories.open(backend)) {
            RepositoryLock lock = new Locks(repository, QUICK).acquire(true);
            lock.close();

            assertThatThrownBy(() -> new Prune(repository, lock, new PruneSettings(0), bytes -> {}).run())
                    .hasMessageContaining("repository.lock-lost");
        }
        assertHolds(forgotten);
    }

    /** Suspended at its first removal, so long that others take its lock. */
    @ParameterizedTest
    @EnumSource(names = {"INDEX", "DATA"})
    void aLockThatIsLostOnTheWayStopsEveryFurtherRemoval(Kind kind) throws Exception {
        Forgotten forgotten = forgotten();
        try (Repository repository = TestRepositories.open(backend)) {
            for (int i = 0; i < 5; i++) { // each leaves an index that goes
                FileId unused = TestRepositories.backup(repository, Map.of("more", new byte[] {(byte) i}));
            }
        }
        ManualClock clock = new ManualClock();
        AtomicInteger removals = new AtomicInteger();
        Backend suspended = new FaultyBackend(backend, call -> {
            if (call.op() == Op.REMOVE && call.kind() == kind && removals.incrementAndGet() == 1) {
                clock.advance(Duration.ofMinutes(40));
                removeLocks();
            }
            return Outcome.WORKS;
        });
        try (Repository repository =
                Repository.open(suspended, TestRepositories.password(), clock, TestRepositories.settings())) {
            repository.loadIndex();
            assertThatThrownBy(() -> prune(repository, new PruneSettings(0)))
                    .hasMessageContaining("repository.lock-lost");
        }
        assertThat(removals).hasValue(1);
        assertHolds(forgotten);
    }

    @Test
    void aSharedLockIsNotEnough() throws Exception {
        try (Repository repository = TestRepositories.init(backend);
                RepositoryLock shared = new Locks(repository, QUICK).acquire(false)) {
            assertThatThrownBy(() -> new Prune(repository, shared, PruneSettings.standard(), bytes -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Returns whether it came to its end before the call. */
    private boolean pruneKilledAt(int call) throws IOException {
        FaultyBackend dying = new FaultyBackend(backend, one -> one.number() == call ? Outcome.DIES : Outcome.WORKS);
        try {
            prune(TestRepositories.open(dying), new PruneSettings(0));
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("injected");
            return false;
        }
    }

    private Forgotten forgotten() throws IOException {
        Random random = new Random(31);
        Map<String, byte[]> first = TestFiles.random(random, 24, 30_000);
        Map<String, byte[]> second = new TreeMap<>(first);
        second.keySet().removeIf(name -> random.nextInt(3) == 0);
        second.put("new", new byte[25_000]);
        try (Repository repository = TestRepositories.init(backend)) {
            FileId gone = TestRepositories.backup(repository, first);
            FileId kept = TestRepositories.backup(repository, second);
            repository.removeSnapshot(gone);
            return new Forgotten(kept, second);
        }
    }

    private void assertHolds(Forgotten forgotten) throws IOException {
        try (Repository repository = TestRepositories.open(backend)) {
            TestFiles.assertSame(TestRepositories.restore(repository, forgotten.kept()), forgotten.files());
            CheckReport report = new RepositoryCheck(repository, bytes -> {}).run(100);
            assertThat(report.damages()).isEmpty();
        }
    }

    private PruneReport prune(PruneSettings settings) throws IOException {
        try (Repository repository = TestRepositories.open(backend)) {
            return prune(repository, settings);
        }
    }

    private static PruneReport prune(Repository repository, PruneSettings settings) throws IOException {
        try (RepositoryLock lock = new Locks(repository, QUICK).acquire(true)) {
            return new Prune(repository, lock, settings, bytes -> {}).run();
        }
    }

    private void removeLocks() {
        backend.files().keySet().removeIf(handle -> handle.kind() == Kind.LOCKS);
    }

    private long bytes() {
        return backend.list(Kind.DATA).stream()
                .mapToLong(listed -> listed.size())
                .sum();
    }
}
