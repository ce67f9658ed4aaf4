// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.clock.Clock;
import dev.stillframe.store.backend.FaultyBackend;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.MemoryBackend;
import dev.stillframe.store.restic.check.RepositoryCheck;
import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.ConfigDocument;
import dev.stillframe.store.restic.format.ConfigJson;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RepositoryTest {
    private final MemoryBackend backend = new MemoryBackend();

    @Test
    void bringsBackWhatWasBackedUp() throws Exception {
        Map<String, byte[]> files = files(1, 20, 60_000);
        FileId snapshot;
        try (Repository repository = TestRepositories.init(backend)) {
            snapshot = TestRepositories.backup(repository, files);
        }

        try (Repository repository = TestRepositories.open(backend)) {
            assertSame(TestRepositories.restore(repository, snapshot), files);
            assertThat(repository.snapshots()).containsExactly(snapshot);
        }
    }

    @Test
    void aSecondBackupOfTheSameFilesStoresNoData() throws Exception {
        Map<String, byte[]> files = files(2, 10, 40_000);
        try (Repository repository = TestRepositories.init(backend)) {
            TestRepositories.backup(repository, files);
            int packs = backend.list(Kind.DATA).size();

            TestRepositories.backup(repository, files);

            assertThat(backend.list(Kind.DATA)).hasSize(packs);
        }
    }

    @Test
    void packsHoldBlobsOfOneTypeOnly() throws Exception {
        try (Repository repository = TestRepositories.init(backend)) {
            TestRepositories.backup(repository, files(3, 30, 30_000));

            Map<FileId, BlobType> types = new TreeMap<>(Comparator.comparing(FileId::toString));
            for (BlobType type : BlobType.values()) {
                for (int row = 0; row < repository.index().count(type); row++) {
                    FileId pack = repository.index().pack(repository.index().packNumber(type, row));
                    assertThat(types.putIfAbsent(pack, type)).isIn(null, type);
                }
            }
            assertThat(types.values()).contains(BlobType.DATA, BlobType.TREE);
        }
    }

    @Test
    void manyThreadsSaveEachBlobOnce() throws Exception {
        try (Repository repository = TestRepositories.init(backend);
                BlobWriter writer = repository.writer()) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                tasks.add(() -> {
                    int added = 0;
                    for (int i = 0; i < 2000; i++) {
                        added += writer.save(BlobType.DATA, ("blob " + i).getBytes(StandardCharsets.UTF_8))
                                        .added()
                                ? 1
                                : 0;
                    }
                    return added;
                });
            }
            int added = 0;
            for (Future<Integer> one : threads.invokeAll(tasks)) {
                added += one.get();
            }
            threads.shutdown();
            writer.flush();

            assertThat(added).isEqualTo(2000);
            assertThat(repository.index().count(BlobType.DATA)).isEqualTo(2000);
            for (int i = 0; i < 2000; i++) {
                byte[] blob = ("blob " + i).getBytes(StandardCharsets.UTF_8);
                assertThat(repository.load(BlobType.DATA, BlobId.of(blob))).isEqualTo(blob);
            }
        }
    }

    @Test
    void aBackupAfterAKilledOneUsesThePacksThatItStored() throws Exception {
        Map<String, byte[]> files = files(4, 20, 60_000);
        try (Repository repository = TestRepositories.init(backend)) {
            TestRepositories.backup(repository, files);
        }
        backend.files().keySet().removeIf(handle -> handle.kind() == Kind.INDEX || handle.kind() == Kind.SNAPSHOTS);
        int packs = backend.list(Kind.DATA).size();

        try (Repository repository = TestRepositories.open(backend)) {
            TestRepositories.backup(repository, files);
        }

        assertThat(backend.list(Kind.DATA)).hasSize(packs);
        try (Repository repository = TestRepositories.open(backend)) {
            assertSame(
                    TestRepositories.restore(repository, repository.snapshots().get(0)), files);
        }
    }

    @Test
    void aDamagedOrphanIsLeftAlone() throws Exception {
        Map<String, byte[]> files = files(5, 3, 60_000);
        try (Repository repository = TestRepositories.init(backend)) {
            TestRepositories.backup(repository, files);
        }
        backend.files().keySet().removeIf(handle -> handle.kind() == Kind.INDEX || handle.kind() == Kind.SNAPSHOTS);
        backend.files().forEach((handle, bytes) -> {
            if (handle.kind() == Kind.DATA) {
                bytes[bytes.length - 1] ^= 1;
            }
        });

        try (Repository repository = TestRepositories.open(backend)) {
            FileId snapshot = TestRepositories.backup(repository, files);
            assertSame(TestRepositories.restore(repository, snapshot), files);
        }
    }

    @Test
    void aPackThatCannotBeStoredFailsTheFlushAndAllThatFollows() throws Exception {
        TestRepositories.init(backend).close();
        FaultyBackend faulty = new FaultyBackend(
                backend,
                call -> call.op() == FaultyBackend.Op.WRITE && call.kind() == Kind.DATA
                        ? FaultyBackend.Outcome.FAILS
                        : FaultyBackend.Outcome.WORKS);

        try (Repository repository = TestRepositories.open(faulty);
                BlobWriter writer = repository.writer()) {
            writer.save(BlobType.DATA, new byte[] {1});

            assertThatThrownBy(writer::flush).hasMessageContaining("injected");
            assertThatThrownBy(() -> writer.save(BlobType.DATA, new byte[] {2})).hasMessageContaining("injected");
            assertThat(repository.contains(BlobType.DATA, BlobId.of(new byte[] {1})))
                    .isFalse();
        }
    }

    /** The call at which it is killed is every one. */
    @Test
    void aBackupThatIsKilledAtAnyCallLeavesAWholeRepositoryThatTheNextOneUses() throws Exception {
        Map<String, byte[]> before = files(6, 6, 30_000);
        Map<String, byte[]> files = files(7, 12, 40_000);
        FileId first;
        try (Repository repository = TestRepositories.init(backend)) {
            first = TestRepositories.backup(repository, before);
        }
        Map<Handle, byte[]> start = Map.copyOf(backend.files());
        boolean done = false;
        int calls = 0;
        while (!done) {
            calls++;
            backend.files().clear();
            backend.files().putAll(start);
            done = backupKilledAt(calls, files);

            try (Repository repository = TestRepositories.open(backend)) {
                assertThat(new RepositoryCheck(repository, bytes -> {}).run(100).damages())
                        .isEmpty();
                FileId second = TestRepositories.backup(repository, files);
                assertSame(TestRepositories.restore(repository, second), files);
                assertSame(TestRepositories.restore(repository, first), before);
                assertThat(new RepositoryCheck(repository, bytes -> {}).run(100).damages())
                        .isEmpty();
            }
        }
        assertThat(calls).isGreaterThan(8);
    }

    /** Returns whether it came to its end before the call. */
    private boolean backupKilledAt(int call, Map<String, byte[]> files) {
        FaultyBackend dying = new FaultyBackend(
                backend, one -> one.number() == call ? FaultyBackend.Outcome.DIES : FaultyBackend.Outcome.WORKS);
        try (Repository repository = TestRepositories.open(dying)) {
            TestRepositories.backup(repository, files);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("injected");
            return false;
        }
    }

    @Test
    void aDamagedBlobIsNeverReturned() throws Exception {
        try (Repository repository = TestRepositories.init(backend)) {
            byte[] blob = "precious".repeat(100).getBytes(StandardCharsets.UTF_8);
            BlobId id = save(repository, blob);
            BlobPlace place = repository.find(BlobType.DATA, id).orElseThrow();
            byte[] pack = backend.files().get(new Handle(Kind.DATA, place.pack().toString()));
            pack[(int) place.blob().offset() + 20] ^= 1;

            assertThatThrownBy(() -> repository.load(BlobType.DATA, id))
                    .isInstanceOf(RepositoryException.class)
                    .hasMessageContaining(id.toString())
                    .hasMessageContaining(place.pack().toString());
        }
    }

    @Test
    void anotherCopyStandsInForADamagedOne() throws Exception {
        byte[] blob = "twice".getBytes(StandardCharsets.UTF_8);
        try (Repository repository = TestRepositories.init(backend)) {
            BlobId id = save(repository, blob);
            BlobPlace first = repository.find(BlobType.DATA, id).orElseThrow();
            byte[] bytes =
                    backend.files().get(new Handle(Kind.DATA, first.pack().toString()));
            try (PackStore packs = repository.packStore(repository.indexWriting())) {
                repository
                        .codec()
                        .seal(
                                BlobType.DATA,
                                blob,
                                0,
                                blob.length,
                                (packed, length, plainLength) ->
                                        packs.add(BlobType.DATA, id, packed, length, plainLength));
                packs.flush();
            }
            bytes[5] ^= 1;

            assertThat(repository.index().findAll(BlobType.DATA, id)).hasSize(2);
            assertThat(repository.load(BlobType.DATA, id)).isEqualTo(blob);
        }
    }

    @Test
    void severalBlobsOfAPackComeInOrderAndDamagedOnesAreNamed() throws Exception {
        try (Repository repository = TestRepositories.init(backend)) {
            List<BlobId> ids = new ArrayList<>();
            try (BlobWriter writer = repository.writer()) {
                for (int i = 0; i < 10; i++) {
                    ids.add(writer.save(BlobType.DATA, new byte[] {(byte) i}).id());
                }
                writer.flush();
            }
            BlobPlace bad = repository.find(BlobType.DATA, ids.get(3)).orElseThrow();
            backend.files()
                    .get(new Handle(Kind.DATA, bad.pack().toString()))[
                    (int) bad.blob().offset() + 17] ^= 1;
            List<Integer> read = new ArrayList<>();
            List<BlobId> damaged = new ArrayList<>();

            repository.load(
                    bad.pack(),
                    ids.stream()
                            .map(id -> repository
                                    .find(BlobType.DATA, id)
                                    .orElseThrow()
                                    .blob())
                            .toList(),
                    new BlobSink() {
                        @Override
                        public void blob(PackedBlob blob, byte[] plain) {
                            read.add((int) plain[0]);
                        }

                        @Override
                        public void damaged(PackedBlob blob, RepositoryException error) {
                            damaged.add(blob.id());
                        }
                    });

            assertThat(read).containsExactly(0, 1, 2, 4, 5, 6, 7, 8, 9);
            assertThat(damaged).containsExactly(ids.get(3));
        }
    }

    @Test
    void passwordsAreAddedListedAndRemoved() throws Exception {
        try (Repository repository = TestRepositories.init(backend)) {
            FileId second = repository.keys().add("second".toCharArray(), "ann", "there");
            FileId own = repository.keys().list().stream()
                    .filter(KeyRing.Entry::current)
                    .findAny()
                    .orElseThrow()
                    .id();

            assertThat(repository.keys().list()).hasSize(2);
            assertThatThrownBy(() -> repository.keys().remove(own)).hasMessageContaining("key.in-use");
            try (Repository other = open("second")) {
                other.keys().remove(own);
                assertThat(other.keys().list()).extracting(KeyRing.Entry::id).containsExactly(second);
            }
            assertThatThrownBy(() -> open(TestRepositories.PASSWORD)).hasMessageContaining("repository.password");
        }
    }

    @Test
    void saysWhyItCannotBeOpened() throws Exception {
        assertThatThrownBy(() -> TestRepositories.open(backend)).hasMessageContaining("repository.missing");
        TestRepositories.init(backend).close();
        assertThatThrownBy(() -> open("wrong")).hasMessageContaining("repository.password");
        assertThatThrownBy(() -> TestRepositories.init(backend)).hasMessageContaining("repository.exists");
        backend.files().remove(Handle.CONFIG);
        try {
            backend.files().put(new Handle(Kind.DATA, "0".repeat(64)), new byte[1]);
            assertThatThrownBy(() -> TestRepositories.init(backend)).hasMessageContaining("repository.no-config");
        } finally {
            backend.files().clear();
        }
    }

    @Test
    void aLaterVersionIsRefusedAndTheFirstIsOnlyRead() throws Exception {
        withVersion(3);
        assertThatThrownBy(() -> TestRepositories.open(backend)).hasMessageContaining("repository.version");
        backend.files().clear();
        withVersion(1);
        try (Repository repository = TestRepositories.open(backend)) {
            assertThatThrownBy(repository::writer).hasMessageContaining("repository.read-only");
        }
    }

    @Test
    void aDamagedKeyDoesNotMatterIfAnotherFits() throws Exception {
        try (Repository repository = TestRepositories.init(backend)) {
            FileId second = repository.keys().add("second".toCharArray(), "", "");
            backend.files().get(new Handle(Kind.KEYS, second.toString()))[10] ^= 1;
        }

        TestRepositories.open(backend).close();
        assertThatThrownBy(() -> open("second")).hasMessageContaining("keys/").hasMessageContaining("damaged");
    }

    @Test
    void anIndexThatAPruneReplacedIsForgotten() throws Exception {
        try (Repository repository = TestRepositories.init(backend)) {
            BlobId id = save(repository, new byte[] {1});
            backend.files().keySet().removeIf(handle -> handle.kind() == Kind.INDEX);

            repository.loadIndex();

            assertThat(repository.contains(BlobType.DATA, id)).isFalse();
        }
    }

    private void withVersion(int version) throws IOException {
        try (Repository repository = TestRepositories.init(backend)) {
            ConfigDocument config = repository.config();
            byte[] json = ConfigJson.write(new ConfigDocument(version, config.id(), config.chunkerPolynomial()));
            backend.files().put(Handle.CONFIG, master(repository).seal(json));
        }
    }

    private static Key master(Repository repository) throws IOException {
        return Opening.of(repository.backend(), TestRepositories.password()).master();
    }

    private Repository open(String password) throws IOException {
        return Repository.open(backend, password.toCharArray(), Clock.system(), TestRepositories.settings());
    }

    private static BlobId save(Repository repository, byte[] blob) throws IOException {
        try (BlobWriter writer = repository.writer()) {
            BlobId id = writer.save(BlobType.DATA, blob).id();
            writer.flush();
            return id;
        }
    }

    private static Map<String, byte[]> files(long seed, int count, int most) {
        return TestFiles.random(new Random(seed), count, most);
    }

    private static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        TestFiles.assertSame(actual, expected);
    }
}
