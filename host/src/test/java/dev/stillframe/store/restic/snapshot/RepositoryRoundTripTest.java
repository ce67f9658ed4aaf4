// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.check.RepositoryCheck;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.Locks;
import dev.stillframe.store.restic.lock.RepositoryLock;
import dev.stillframe.store.restic.prune.Prune;
import dev.stillframe.store.restic.prune.PruneSettings;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Destination.Verified;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files change, are backed up, forgotten and restored, as a seed says. {@code -Dstillframe.soak=true} goes on for 500 rounds. */
class RepositoryRoundTripTest {
    private static final int ROUNDS = Boolean.getBoolean("stillframe.soak") ? 500 : 8;

    @TempDir
    Path scratch;

    @Test
    void whatIsRestoredIsWhatWasBackedUpByteForByteAndAttributeByAttribute() throws Exception {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("files, seed " + seed);
        Random random = new Random(seed);
        TestRepository repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
        Path source = Files.createDirectories(scratch.resolve("source"));
        RandomFiles files = new RandomFiles(source, random);
        FolderBackup backup = new FolderBackup(
                repository.destination(), source, random.nextBoolean() ? OptionalInt.of(8192) : OptionalInt.empty());
        List<Published> kept = new ArrayList<>();
        List<Map<SourcePath, String>> expected = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 20 == 0) {
                System.out.println("round " + round + " of " + ROUNDS);
            }
            files.change(round == 0 ? 60 : 15);
            expected.add(FilesOnDisk.describe(source));
            FolderBackup.Made made = backup.make(round);
            assertThat(made.only().remarks()).as("round %s", round).isEmpty();
            kept.add(made.published());
            if (kept.size() > 4) {
                int forgotten = random.nextInt(kept.size() - 1);
                repository.destination().forget(List.of(kept.remove(forgotten)));
                expected.remove(forgotten);
            }
            if (random.nextInt(3) == 0) {
                prune(repository, random);
            }
            int chosen = random.nextInt(kept.size());
            assertRestores(backup, kept.get(chosen), expected.get(chosen), scratch.resolve("target-" + round));
        }
        for (Published published : kept) {
            Verified verified = repository.destination().verify(published, bytes -> {});
            assertThat(verified.mismatches()).isEmpty();
        }
        assertThat(repository.destination().list().backups()).isEqualTo(kept);
        assertThat(repository.destination().list().problems()).isEmpty();
    }

    private static void assertRestores(
            FolderBackup backup, Published published, Map<SourcePath, String> expected, Path target) throws Exception {
        Path restored = backup.restore(published, target);
        assertThat(FilesOnDisk.describe(restored))
                .as("backup %s", published.label().id())
                .isEqualTo(expected);
        new ProcessBuilder("rm", "-rf", target.toString()).start().waitFor();
    }

    /** By us or by restic, more or less thoroughly; either then finds nothing wrong. */
    private static void prune(TestRepository access, Random random) throws Exception {
        int mostUnused = random.nextInt(3) * 20;
        boolean byRestic = Restic.isInstalled() && random.nextInt(3) == 0;
        if (byRestic) {
            access.restic().run("prune", "--max-unused", mostUnused + "%");
        }
        try (Repository repository = access.open();
                RepositoryLock alone = new Locks(repository, LockTiming.standard()).acquire(true)) {
            if (!byRestic) {
                new Prune(repository, alone, new PruneSettings(mostUnused), bytes -> {}).run();
            }
            assertThat(new RepositoryCheck(repository, bytes -> {}).run(100).damages())
                    .isEmpty();
        }
        if (!byRestic && Restic.isInstalled()) {
            assertThat(access.restic().run("check", "--read-data")).contains("no errors were found");
        }
    }

    @Test
    void aFileThatDidNotChangeIsNotReadAgain() throws Exception {
        TestRepository repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
        Path source = Files.createDirectories(scratch.resolve("source"));
        Files.write(source.resolve("large"), new byte[3_000_000]);
        Files.writeString(source.resolve("small"), "small");
        FolderBackup backup = new FolderBackup(repository.destination(), source, OptionalInt.empty());
        assertThat(backup.make(0).report().bytesRead()).isGreaterThanOrEqualTo(3_000_005);
        Files.writeString(source.resolve("small"), "other");
        FolderBackup.Made second = backup.make(1);
        assertThat(second.report().bytesRead()).isEqualTo(5);
        assertThat(second.only().bytes()).isEqualTo(3_000_005);
        assertThat(FilesOnDisk.describe(backup.restore(second.published(), scratch.resolve("target"))))
                .isEqualTo(FilesOnDisk.describe(source));
    }

    @Test
    void holesAndRunsOfZerosTakeNoSpaceWhenTheyAreRestored() throws Exception {
        TestRepository repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
        Path source = Files.createDirectories(scratch.resolve("source"));
        Files.write(source.resolve("zeros"), new byte[10_000_000]);
        try (var hole = new RandomAccessFile(source.resolve("hole").toFile(), "rw")) {
            hole.setLength(1L << 30);
        }
        FolderBackup backup = new FolderBackup(repository.destination(), source, OptionalInt.empty());
        FolderBackup.Made made = backup.make(0);
        assertThat(made.report().bytesRead()).isLessThanOrEqualTo(10_000_000);
        Path restored = backup.restore(made.published(), scratch.resolve("target"));
        assertThat(FilesOnDisk.describe(restored)).isEqualTo(FilesOnDisk.describe(source));
        for (String name : List.of("zeros", "hole")) {
            Process du = new ProcessBuilder("du", "-k", restored.resolve(name).toString()).start();
            String kilobytes = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Long.parseLong(kilobytes.split("\\s")[0])).as(name).isLessThan(64);
        }
    }

    @Test
    void aRestoreThatWasKilledBeforeItSaidWhatItRestoresBeginsAnew() throws Exception {
        TestRepository repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
        Path source = Files.createDirectories(scratch.resolve("source"));
        Files.writeString(source.resolve("one"), "one");
        FolderBackup backup = new FolderBackup(repository.destination(), source, OptionalInt.empty());
        Published published = backup.make(0).published();
        Path target = Files.createDirectories(scratch.resolve("target"));
        Files.createFile(target.resolve(".stillframe-restore"));

        assertThat(FilesOnDisk.describe(backup.restore(published, target))).isEqualTo(FilesOnDisk.describe(source));
        assertThat(target.resolve(".stillframe-restore")).doesNotExist();
    }

    @Test
    void aRestoreThatWasInterruptedGoesOnAndKeepsWhatIsThere() throws Exception {
        TestRepository repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
        Path source = Files.createDirectories(scratch.resolve("source"));
        RandomFiles files = new RandomFiles(source, new Random(5));
        files.change(80);
        FolderBackup backup = new FolderBackup(repository.destination(), source, OptionalInt.empty());
        Published published = backup.make(0).published();
        Path target = scratch.resolve("target");
        Path restored = backup.restore(published, target);
        // as if it had been killed: some files are missing, one is half made, one lost its bytes in a crash
        Files.writeString(
                target.resolve(".stillframe-restore"), published.label().id() + "\n");
        Files.writeString(restored.resolve(".stillframe-restore-0-1"), "half");
        Map<SourcePath, String> before = FilesOnDisk.describe(restored);
        assertThat(before).isNotEqualTo(FilesOnDisk.describe(source));
        List<Path> regular;
        try (var all = Files.walk(restored)) {
            regular = all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith(".stillframe"))
                    .toList();
        }
        Files.delete(regular.get(0));
        Path lost = regular.get(regular.size() - 1);
        var time = Files.getLastModifiedTime(lost);
        Files.write(lost, new byte[(int) Files.size(lost)]);
        Files.setLastModifiedTime(lost, time);
        RestoreTreeReport report = backup.restoreReport(published, target);
        assertThat(report.notRestored()).isEmpty();
        assertThat(FilesOnDisk.describe(restored)).isEqualTo(FilesOnDisk.describe(source));
        assertThat(target.resolve(".stillframe-restore")).doesNotExist();
    }
}
