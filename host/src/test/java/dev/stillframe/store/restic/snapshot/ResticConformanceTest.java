// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.restore.TreeRestorer;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.SharedPlace.Foreign;
import dev.stillframe.tree.StoredTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our backups under the real restic, and its backups under ours. */
class ResticConformanceTest {
    @TempDir
    Path scratch;

    private Path source;
    private RandomFiles files;
    private TestRepository repository;
    private Restic restic;

    @BeforeEach
    void makeFiles() throws Exception {
        Restic.assumeInstalled();
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("files, seed " + seed);
        source = Files.createDirectories(scratch.resolve("source"));
        files = new RandomFiles(source, new Random(seed));
        files.change(80);
        byte[] large = new byte[12_000_000];
        new Random(seed).nextBytes(large);
        Files.write(source.resolve("large"), large);
        repository = new TestRepository(scratch.resolve("repository"));
        restic = repository.restic();
    }

    private FolderBackup ours(OptionalInt pageSize) {
        return new FolderBackup(repository.destination(), source, pageSize);
    }

    @Test
    void resticFindsNothingWrongListsComparesAndRestoresWhatWeBackedUp() throws Exception {
        repository.destination().init();
        FolderBackup backup = ours(OptionalInt.of(8192));
        backup.make(0);
        files.change(10);
        Files.writeString(source.resolve("added"), "added");
        backup.make(1);
        assertThat(restic.run("check", "--read-data")).contains("no errors were found");
        assertThat(restic.run("ls", "latest")).contains("/.stillframe/receipt.json", source + "/added");
        String[] snapshots = restic.run("snapshots", "--compact", "--tag", "stillframe")
                .lines()
                .filter(line -> line.matches("[0-9a-f]{8} .*"))
                .map(line -> line.substring(0, 8))
                .toArray(String[]::new);
        assertThat(restic.run("diff", snapshots[0], snapshots[1])).contains("+    " + source + "/added");
        assertThat(FilesOnDisk.describe(resticRestore("latest"))).isEqualTo(FilesOnDisk.describe(source));
    }

    @Test
    void weRestoreWhatResticBackedUp() throws Exception {
        restic.run("init");
        restic.run("backup", source.toString());
        Path target = scratch.resolve("target");
        try (StoredTree tree = repository.destination().open(onlySnapshot())) {
            RestoreTreeReport report = TreeRestorer.restore(
                    tree, new TreeRestorer.Order(target, path -> isBelowSource(path), false, "it"), bytes -> {});
            assertThat(report.damaged()).isEmpty();
            assertThat(report.notRestored()).isEmpty();
        }
        assertThat(FilesOnDisk.describe(below(target))).isEqualTo(FilesOnDisk.describe(source));
    }

    @Test
    void inARepositoryThatResticMadeEveryByteIsFoundAgain() throws Exception {
        restic.run("init");
        restic.run("backup", source.toString());
        long before = dataBlobs();
        ours(OptionalInt.empty()).make(0);
        assertThat(dataBlobs()).as("receipt and choice of chunks").isEqualTo(before + 2);
        restic.run("backup", "--force", source.toString());
        assertThat(dataBlobs()).isEqualTo(before + 2);
        assertThat(restic.run("check", "--read-data")).contains("no errors were found");
    }

    @Test
    void afterResticForgotAndPrunedEverythingThatIsLeftCanBeRead() throws Exception {
        repository.destination().init();
        FolderBackup backup = ours(OptionalInt.empty());
        backup.make(0);
        Files.delete(source.resolve("large"));
        files.change(20);
        Published last = backup.make(1).published();
        restic.run("forget", "--tag", "stillframe", "--keep-last", "1", "--prune");
        assertThat(repository.destination().list().backups()).containsExactly(last);
        assertThat(repository.destination().verify(last, bytes -> {}).mismatches())
                .isEmpty();
        assertThat(FilesOnDisk.describe(backup.restore(last, scratch.resolve("target"))))
                .isEqualTo(FilesOnDisk.describe(source));
        FolderBackup.Made third = backup.make(2);
        assertThat(third.report().bytesRead()).as("the parent is still known").isZero();
        assertThat(restic.run("check", "--read-data")).contains("no errors were found");
    }

    private long dataBlobs() throws Exception {
        return restic.run("list", "blobs")
                .lines()
                .filter(line -> line.startsWith("data "))
                .distinct()
                .count();
    }

    private Foreign onlySnapshot() throws Exception {
        List<Foreign> all = repository.destination().foreign();
        assertThat(all).hasSize(1);
        assertThat(all.get(0).paths()).containsExactly(source.toString());
        return all.get(0);
    }

    private Path resticRestore(String snapshot) throws Exception {
        Path target = scratch.resolve("restic-target");
        restic.run("restore", snapshot, "--target", target.toString());
        return below(target);
    }

    private Path below(Path target) {
        return target.resolve(source.toString().substring(1));
    }

    private boolean isBelowSource(SourcePath path) {
        return path.startsWith(SourcePath.of(source.toString()));
    }
}
