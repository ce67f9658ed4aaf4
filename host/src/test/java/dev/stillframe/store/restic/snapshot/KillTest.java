// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.tree.Destination.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed with -9 at random points. {@code -Dstillframe.soak=true} kills a hundred of each. */
class KillTest {
    private static final int ROUNDS = Boolean.getBoolean("stillframe.soak") ? 100 : 4;
    private static final int MOST_ROUNDS = ROUNDS + 20;
    private static final int LONGEST_MILLIS = 2500;

    /** How a process ends that SIGKILL ended: 128 and the signal. */
    private static final int KILLED = 137;

    @TempDir
    Path scratch;

    private Random random;
    private Path source;
    private RandomFiles files;
    private TestRepository repository;
    private int killed;
    private int hits;

    @BeforeEach
    void makeFiles() throws Exception {
        Restic.assumeInstalled();
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("kills, seed " + seed);
        random = new Random(seed);
        source = Files.createDirectories(scratch.resolve("source"));
        files = new RandomFiles(source, random);
        files.change(150);
        repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
    }

    @Test
    void aBackupThatIsKilledLeavesARepositoryThatResticFindsNothingWrongIn() throws Exception {
        for (int round = 0; goesOn(round); round++) {
            files.change(30);
            kill(KilledProcess.start("backup", repository.folder().toString(), source.toString(), "" + round));
            unlock();
            assertThat(repository.restic().run("check", "--read-data")).contains("no errors were found");
        }
        FolderBackup backup = new FolderBackup(repository.destination(), source, OptionalInt.of(8192));
        var last = backup.make(MOST_ROUNDS).published();
        assertThat(FilesOnDisk.describe(backup.restore(last, scratch.resolve("target"))))
                .isEqualTo(FilesOnDisk.describe(source));
        assertThat(repository.restic().run("check", "--read-data")).contains("no errors were found");
    }

    @Test
    void aPruneThatIsKilledLosesNothing() throws Exception {
        FolderBackup backup = new FolderBackup(repository.destination(), source, OptionalInt.of(8192));
        Published before = backup.make(0).published();
        for (int round = 1; goesOn(round - 1); round++) {
            files.change(40);
            Published latest = backup.make(round).published();
            repository.destination().forget(List.of(before));
            kill(KilledProcess.start("prune", repository.folder().toString(), source.toString(), "" + round));
            unlock();
            assertThat(repository.restic().run("check", "--read-data")).contains("no errors were found");
            assertThat(repository.destination().verify(latest, bytes -> {}).mismatches())
                    .isEmpty();
            before = latest;
        }
        KilledProcess.prune(repository);
        assertThat(FilesOnDisk.describe(backup.restore(before, scratch.resolve("target"))))
                .isEqualTo(FilesOnDisk.describe(source));
        assertThat(repository.restic().run("check", "--read-data")).contains("no errors were found");
    }

    @Test
    void aRestoreThatIsKilledGoesOnUntilEverythingIsThere() throws Exception {
        FolderBackup backup = new FolderBackup(repository.destination(), source, OptionalInt.of(8192));
        backup.make(0);
        for (int round = 0; goesOn(round); round++) {
            Path target = scratch.resolve("target-" + round);
            String[] arguments = {"restore", repository.folder().toString(), source.toString(), "0", target.toString()};
            kill(KilledProcess.start(arguments));
            for (int again = 0; again < 2 && !isFinished(target); again++) {
                Process next = KilledProcess.start(arguments);
                if (again == 0) {
                    kill(next);
                } else {
                    assertThat(next.waitFor()).as("the restore that goes on").isZero();
                }
            }
            assertThat(isFinished(target)).isTrue();
            assertThat(FilesOnDisk.describe(target.resolve(source.toString().substring(1))))
                    .isEqualTo(FilesOnDisk.describe(source));
            new ProcessBuilder("rm", "-rf", target.toString()).start().waitFor();
        }
    }

    /** A restore that was faster than the kill leaves no marker: a second one would refuse the full target. */
    private boolean isFinished(Path target) {
        return Files.exists(target.resolve(source.toString().substring(1)))
                && Files.notExists(target.resolve(".stillframe-restore"));
    }

    /** Until one kill came before the end of the work, and as often as there are rounds. */
    private boolean goesOn(int round) {
        if (round < ROUNDS || (hits == 0 && round < MOST_ROUNDS)) {
            return true;
        }
        assertThat(hits).as("kills in the middle of the work").isPositive();
        System.out.printf("%d of %d kills came in the middle of the work%n", hits, killed);
        return false;
    }

    private void kill(Process process) throws Exception {
        process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        int exit = process.destroyForcibly().waitFor(); // SIGKILL
        killed++;
        hits += exit == KILLED ? 1 : 0;
        if (killed % 10 == 0) {
            System.out.println("kill " + killed);
        }
    }

    /** A killed process leaves its lock, which others wait for until it is stale: its operator says that it is. */
    private void unlock() throws Exception {
        repository.restic().run("unlock", "--remove-all");
    }
}
