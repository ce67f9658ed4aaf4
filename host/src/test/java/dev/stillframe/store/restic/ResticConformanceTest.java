// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.local.LocalBackend;
import dev.stillframe.store.restic.check.CheckReport;
import dev.stillframe.store.restic.check.RepositoryCheck;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.TreeDocument;
import dev.stillframe.store.restic.format.TreeJson;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.Locks;
import dev.stillframe.store.restic.lock.RepositoryLock;
import dev.stillframe.store.restic.prune.Prune;
import dev.stillframe.store.restic.prune.PruneReport;
import dev.stillframe.store.restic.prune.PruneSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that restic and we use in turn. */
class ResticConformanceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path place = Path.of("");
    private ResticProgram restic = ResticProgram.on(place);

    @BeforeEach
    void choosePlace() {
        place = folder.resolve("repository");
        restic = ResticProgram.on(place);
    }

    @Test
    void resticChecksListsAndRestoresWhatWeWrote() throws Exception {
        Map<String, byte[]> files = TestFiles.random(new Random(11), 40, 80_000);
        try (Repository repository = TestRepositories.init(new LocalBackend(place))) {
            TestRepositories.backup(repository, files);
        }

        assertThat(restic.run("check", "--read-data")).contains("no errors were found");
        assertThat(restic.run("snapshots")).contains("testhost").contains("stillframe");
        assertThat(restic.run("ls", "latest")).contains("/data/file-0007");
        restic.run("restore", "latest", "--target", folder.resolve("out").toString());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(folder.resolve("out/data").resolve(file.getKey())).hasBinaryContent(file.getValue());
        }
    }

    @Test
    void resticRestoresNamesThatAreNoText() throws Exception {
        byte[] name = {'a', '"', '\\', '\n', (byte) 0xff, (byte) 0xc3, '(', 1};
        try (Repository repository = TestRepositories.init(new LocalBackend(place));
                BlobWriter writer = repository.writer()) {
            BlobId blob = writer.save(BlobType.DATA, new byte[] {1, 2, 3}).id();
            NodeDocument node = TestRepositories.file(name, 3, List.of(blob));
            BlobId tree = writer.save(BlobType.TREE, TreeJson.write(new TreeDocument(List.of(node))))
                    .id();
            writer.flush();
            repository.save(TestRepositories.snapshot(tree));
        }

        restic.run("restore", "latest", "--target", folder.resolve("out").toString());

        Process list =
                new ProcessBuilder("find", folder.resolve("out").toString(), "-type", "f", "-printf", "%f").start();
        assertThat(list.getInputStream().readAllBytes()).isEqualTo(name);
    }

    @Test
    void weReadCheckAndAddToWhatResticWrote() throws Exception {
        Map<String, byte[]> files = TestFiles.random(new Random(12), 20, 3_000_000);
        Path source = write(files);
        restic.run("init");
        restic.run("backup", source.toString());

        try (Repository repository = TestRepositories.open(new LocalBackend(place))) {
            assertThat(repository.config().version()).isEqualTo(2);
            FileId snapshot = repository.snapshots().get(0);
            assertThat(repository.snapshot(snapshot).paths()).containsExactly(source.toString());
            TestFiles.assertSame(read(repository, snapshot, source), files);
            assertSound(repository);
            TestRepositories.backup(repository, Map.of("ours", new byte[100_000]));
        }

        assertThat(restic.run("check", "--read-data")).contains("no errors were found");
        assertThat(restic.run("ls", "latest", "--host", "testhost")).contains("/data/ours");
    }

    @Test
    void weReadVersion1ButDoNotWriteIt() throws Exception {
        Map<String, byte[]> files = TestFiles.random(new Random(13), 5, 300_000);
        Path source = write(files);
        restic.run("init", "--repository-version", "1");
        restic.run("backup", source.toString());

        try (Repository repository = TestRepositories.open(new LocalBackend(place))) {
            assertThat(repository.config().version()).isEqualTo(1);
            TestFiles.assertSame(read(repository, repository.snapshots().get(0), source), files);
            assertSound(repository);
            assertThatThrownBy(repository::writer).hasMessageContaining("repository.read-only");
        }
    }

    @Test
    void treesWeWriteAgainHaveTheNamesThatResticGaveThem() throws Exception {
        Path source = write(TestFiles.random(new Random(14), 5, 1000));
        Files.createSymbolicLink(source.resolve("link"), Path.of("tärget <&>"));
        Files.createDirectory(source.resolve("empty"));
        Files.write(source.resolve("nothing"), new byte[0]);
        restic.run("init");
        restic.run("backup", source.toString());

        try (Repository repository = TestRepositories.open(new LocalBackend(place))) {
            int count = repository.index().count(BlobType.TREE);
            assertThat(count).isGreaterThan(2);
            for (int row = 0; row < count; row++) {
                BlobId id = repository.index().blob(BlobType.TREE, row).id();
                String json = new String(repository.load(BlobType.TREE, id), StandardCharsets.UTF_8);
                TreeDocument tree = repository.loadTree(id);

                assertThat(new String(TreeJson.write(tree), StandardCharsets.UTF_8))
                        .isEqualTo(json);
            }
        }
    }

    @Test
    void eitherPrunesWhatTheOtherReadsOn() throws Exception {
        Map<String, byte[]> first = TestFiles.random(new Random(15), 30, 60_000);
        Map<String, byte[]> second = new TreeMap<>(first);
        second.keySet().removeIf(name -> Arrays.hashCode(name.getBytes(StandardCharsets.UTF_8)) % 3 != 0);
        FileId kept;
        try (Repository repository = TestRepositories.init(new LocalBackend(place))) {
            FileId gone = TestRepositories.backup(repository, first);
            kept = TestRepositories.backup(repository, second);
            repository.removeSnapshot(gone);
            PruneReport report = prune(repository);
            assertThat(report.bytesFreed()).isPositive();
            TestFiles.assertSame(TestRepositories.restore(repository, kept), second);
        }
        assertThat(restic.run("check", "--read-data")).contains("no errors were found");

        try (Repository repository = TestRepositories.open(new LocalBackend(place))) {
            FileId gone = TestRepositories.backup(repository, TestFiles.random(new Random(16), 30, 60_000));
            repository.removeSnapshot(gone);
        }
        assertThat(restic.run("prune", "--max-unused", "0")).contains("done");

        try (Repository repository = TestRepositories.open(new LocalBackend(place))) {
            TestFiles.assertSame(TestRepositories.restore(repository, kept), second);
            assertSound(repository);
        }
    }

    @Test
    void eitherHonoursTheOthersLocks() throws Exception {
        try (Repository repository = TestRepositories.init(new LocalBackend(place))) {
            Locks locks = new Locks(repository, LockTiming.standard());
            try (RepositoryLock exclusive = locks.acquire(true)) {
                exclusive.check();
                ResticProgram.Outcome refused = restic.attempt("check");
                assertThat(refused.exit()).isNotZero();
                assertThat(refused.output()).contains("locked");
            }
            try (RepositoryLock shared = locks.acquire(false)) {
                shared.check();
                assertThat(restic.attempt("prune").output()).contains("locked");
                restic.run("snapshots");
            }
            restic.run("prune");
            Path source = write(Map.of("a", new byte[10]));
            Process backup = resticBackupThatWaits(source);
            try {
                Awaitility.await()
                        .until(() -> !repository.files().list(Kind.LOCKS).isEmpty());
                assertThatThrownBy(() -> locks.acquire(true)).hasMessageContaining("repository.locked");
                locks.acquire(false).close();
            } finally {
                backup.destroyForcibly().waitFor();
            }
            locks.acquire(true).close(); // the process is gone, so its lock is stale
        }
    }

    @Test
    void resticOpensTheRepositoryWithAPasswordThatWeAdded() throws Exception {
        try (Repository repository = TestRepositories.init(new LocalBackend(place))) {
            repository.keys().add("another".toCharArray(), "ann", "there");
        }

        assertThat(restic.run("key", "list")).contains("ann").contains("there");
        restic.run("cat", "config");
    }

    /** restic reads its standard input, which does not end. */
    private Process resticBackupThatWaits(Path source) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("restic", "--no-cache", "backup", "--stdin")
                .redirectErrorStream(true)
                .directory(source.toFile());
        builder.environment().put("RESTIC_REPOSITORY", place.toString());
        builder.environment().put("RESTIC_PASSWORD", TestRepositories.PASSWORD);
        return builder.start();
    }

    private static PruneReport prune(Repository repository) throws Exception {
        try (RepositoryLock lock = new Locks(repository, LockTiming.standard()).acquire(true)) {
            return new Prune(repository, lock, new PruneSettings(0), bytes -> {}).run();
        }
    }

    private static void assertSound(Repository repository) throws Exception {
        CheckReport report = new RepositoryCheck(repository, bytes -> {}).run(100);
        assertThat(report.damages()).isEmpty();
        assertThat(report.packsRead()).isEqualTo(report.packs()).isPositive();
    }

    private Path write(Map<String, byte[]> files) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(source.resolve(file.getKey()), file.getValue());
        }
        return source;
    }

    private static Map<String, byte[]> read(Repository repository, FileId snapshot, Path source) throws Exception {
        BlobId tree = repository.snapshot(snapshot).tree();
        for (Path name : source) {
            byte[] wanted = name.toString().getBytes(StandardCharsets.UTF_8);
            Optional<NodeDocument> node = repository.loadTree(tree).nodes().stream()
                    .filter(one -> Arrays.equals(one.name(), wanted))
                    .findAny();
            tree = node.orElseThrow().subtree().orElseThrow();
        }
        Map<String, byte[]> files = new TreeMap<>();
        for (NodeDocument node : repository.loadTree(tree).nodes()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (BlobId blob : node.content().orElseThrow()) {
                content.writeBytes(repository.load(BlobType.DATA, blob));
            }
            files.put(new String(node.name(), StandardCharsets.UTF_8), content.toByteArray());
        }
        return files;
    }
}
