// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.index.Index;
import dev.stillframe.tree.Destination.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts back up at once, much of it the same. {@code -Dstillframe.soak=true} goes on for 50 rounds. */
class TwoHostsTest {
    private static final int ROUNDS = Boolean.getBoolean("stillframe.soak") ? 50 : 3;

    @TempDir
    Path scratch;

    /** A host: its files, how they change, and its backups. */
    private record Host(Path source, RandomFiles files, FolderBackup backup) {}

    @Test
    void eachFindsAllItsFilesAgainWhateverTheOtherStoredMeanwhile() throws Exception {
        Restic.assumeInstalled();
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("two hosts, seed " + seed);
        Random random = new Random(seed);
        TestRepository repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
        Path source = Files.createDirectories(scratch.resolve("one"));
        new RandomFiles(source, random).change(60);
        run("cp", "-a", source.toString(), scratch.resolve("two").toString());
        List<Host> hosts = List.of(host(repository, "one", random), host(repository, "two", random));
        ExecutorService both = Executors.newFixedThreadPool(hosts.size());
        try {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] shared = new byte[3_000_000];
                random.nextBytes(shared);
                for (Host host : hosts) {
                    host.files().change(15);
                    Files.write(host.source().resolve("shared"), shared);
                }
                List<Published> published = atOnce(both, hosts, round);
                assertThat(repository.restic().run("check", "--read-data")).contains("no errors were found");
                for (int i = 0; i < hosts.size(); i++) {
                    Host host = hosts.get(i);
                    Path target = scratch.resolve("target");
                    assertThat(FilesOnDisk.describe(host.backup().restore(published.get(i), target)))
                            .as("host %s, round %s", i, round)
                            .isEqualTo(FilesOnDisk.describe(host.source()));
                    run("rm", "-rf", target.toString());
                }
            }
        } finally {
            both.shutdownNow();
        }
        assertThat(repository.destination().list().backups()).hasSize(2 * ROUNDS);
        assertThat(chunksStoredTwice(repository))
                .as("two that store the same chunk at once show that they were at it at once")
                .isPositive();
    }

    private Host host(TestRepository repository, String name, Random random) {
        Path source = scratch.resolve(name);
        return new Host(
                source,
                new RandomFiles(source, random),
                new FolderBackup(repository.destination(), source, OptionalInt.of(8192), name));
    }

    /** Both have begun before either stores, and both have stored before either publishes. */
    private static List<Published> atOnce(ExecutorService both, List<Host> hosts, int round) throws Exception {
        try (FolderBackup.Running first = hosts.get(0).backup().begin(round);
                FolderBackup.Running second = hosts.get(1).backup().begin(round)) {
            for (Future<Boolean> reading : both.invokeAll(List.of(reading(first), reading(second)))) {
                assertThat(reading.get()).isTrue();
            }
            return List.of(first.publish().published(), second.publish().published());
        }
    }

    private static Callable<Boolean> reading(FolderBackup.Running backup) {
        return () -> {
            backup.read();
            return true;
        };
    }

    private static long chunksStoredTwice(TestRepository access) throws Exception {
        try (Repository repository = access.open()) {
            repository.loadIndex();
            Index index = repository.index();
            long twice = 0;
            for (int row = 0; row < index.count(BlobType.DATA); row++) {
                BlobId chunk = index.blob(BlobType.DATA, row).id();
                twice += index.findAll(BlobType.DATA, chunk).size() > 1 ? 1 : 0;
            }
            return twice;
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
