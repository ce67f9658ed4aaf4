// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.change.KeptBase;
import dev.stillframe.platform.linux.LoopVolume;
import dev.stillframe.reader.RandomWrites;
import dev.stillframe.snapshot.base.BaseSnapshots;
import dev.stillframe.tree.StoreException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups that read only what changed, on real filesystems, restored and compared byte for byte. */
class BackupsWithBasesTest {
    private static final int ROUNDS = Boolean.getBoolean("stillframe.soak") ? 1000 : 20;
    private static final int CHUNK = 64 << 10;
    private static final int PAGES = 4096;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void whateverIsDoneToTheFilesWhatIsRestoredIsWhatWasBackedUp(String type) throws Exception {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("backups with bases on " + type + ", seed " + seed);
        Random random = new Random(seed);
        long carried = 0;
        try (LoopVolume volume = LoopVolume.make(type, 512L << 20)) {
            BackupsWithBases backups = on(volume, type);
            RandomWrites writes = new RandomWrites(backups.folder, type.equals("btrfs"), random);
            for (int round = 0; round < ROUNDS; round++) {
                List<String> done = new ArrayList<>();
                Path base = backups.kept.isEmpty() || type.equals("xfs") ? backups.folder : base(backups);
                for (int i = random.nextInt(round == 0 ? 20 : 5); i >= 0; i--) {
                    done.add(writes.step(base));
                }
                BackupsWithBases.Made made = backups.make();
                assertThat(made.obstacles()).isEmpty();
                assertThat(made.report().doubts()).as("round %s", round).isEmpty();
                carried += made.sums().carriedBytes();
                Path target = scratch.resolve("target");
                Path restored = backups.restore(made.published(), target);
                for (Path file : RandomWrites.files(backups.folder)) {
                    assertThat(Files.mismatch(file, restored.resolve(file.getFileName())))
                            .as("%s in round %s after %s", file.getFileName(), round, done)
                            .isEqualTo(-1);
                }
                LoopVolume.run(List.of("rm", "-r", target.toString()));
            }
            clear(backups);
        }
        System.out.println("  " + carried + " bytes were taken over");
        assertThat(carried)
                .as("a test in which nothing is taken over proves nothing")
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void onlyWhatChangedIsReadAndStored(String type) throws Exception {
        try (LoopVolume volume = LoopVolume.make(type, 1L << 30)) {
            BackupsWithBases backups = on(volume, type);
            backups.sample = 0.01;
            Path file = pages(backups.folder);
            assertThat(backups.make().sums().carriedBytes()).isZero();
            long rounded = rewrite(file, new Random(7), PAGES / 100);
            BackupsWithBases.Made second = backups.make();
            long size = Files.size(file);
            assertThat(second.sums().carriedBytes()).isGreaterThanOrEqualTo(size - rounded * 5 / 4);
            assertThat(second.sums().sampledBytes()).isPositive().isLessThan(size / 10);
            assertThat(second.report().bytesRead() - second.sums().sampledBytes())
                    .isLessThanOrEqualTo(rounded * 5 / 4);
            assertThat(second.sums().storedBytes()).isLessThanOrEqualTo(rounded * 5 / 4);
            Path restored = backups.restore(second.published(), scratch.resolve("target"));
            assertThat(Files.mismatch(file, restored.resolve("pages"))).isEqualTo(-1);
            clear(backups);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void aBaseThatSomebodyWroteToOrRemovedIsNotComparedWith(String type) throws Exception {
        try (LoopVolume volume = LoopVolume.make(type, 1L << 30)) {
            BackupsWithBases backups = on(volume, type);
            Path file = pages(backups.folder);
            backups.make();
            tamper(backups.kept.get(0), type);
            rewrite(file, new Random(8), 3);
            BackupsWithBases.Made tampered = backups.make();
            assertThat(tampered.sums().carriedBytes()).isZero();
            assertThat(tampered.report().bytesRead()).isGreaterThanOrEqualTo(Files.size(file));
            assertThat(tampered.obstacles().size() + tampered.report().doubts().size())
                    .isPositive();

            BaseSnapshots.remove(BackupsWithBases.OWNER, backups.kept.get(0).place());
            rewrite(file, new Random(9), 3);
            BackupsWithBases.Made removed = backups.make();
            assertThat(removed.sums().carriedBytes()).isZero();
            assertThat(removed.obstacles()).hasSize(1);
            Path restored = backups.restore(removed.published(), scratch.resolve("target"));
            assertThat(Files.mismatch(file, restored.resolve("pages"))).isEqualTo(-1);

            rewrite(file, new Random(10), 3);
            assertThat(backups.make().sums().carriedBytes()).isPositive();
            clear(backups);
        }
    }

    /** A disk that lost a block, or a rule that is wrong: both images show the same address, and other bytes than before. */
    @Test
    void aSampleThatDiffersFromWhatIsStoredFailsTheBackup() throws Exception {
        try (LoopVolume volume = LoopVolume.make("xfs", 1L << 30)) {
            BackupsWithBases backups = on(volume, "xfs");
            backups.sample = 1;
            Path file = pages(backups.folder);
            backups.make();
            String map = LoopVolume.run(List.of("xfs_io", "-c", "fiemap -v", file.toString()));
            Matcher first =
                    Pattern.compile("0: \\[0\\.\\.\\d+\\]:\\s+(\\d+)\\.\\.").matcher(map);
            assertThat(first.find()).as(map).isTrue();
            try (RandomAccessFile image =
                    new RandomAccessFile(volume.root().resolveSibling("image").toFile(), "rw")) {
                image.seek(Long.parseLong(first.group(1)) * 512);
                image.write(new byte[4096]);
                image.getFD().sync();
            }
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.seek(Files.size(file) - 8192);
                open.write(new byte[8192]);
            }
            LoopVolume.run(List.of("sync", "-f", file.toString()));
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "1");
            assertThatThrownBy(backups::make)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("backup.base-mismatch"))
                    .hasMessageContaining(file.toString());
            clear(backups);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void aBaseIsFoundByItsNameAndRemovedOnlyByItsOwner(String type) throws Exception {
        try (LoopVolume volume = LoopVolume.make(type, 1L << 30)) {
            BackupsWithBases backups = on(volume, type);
            pages(backups.folder);
            backups.make();
            SourcePath place = backups.kept.get(0).place();
            assertThat(BaseSnapshots.find(BackupsWithBases.OWNER, List.of(volume.volume())))
                    .containsExactly(place);
            assertThat(BaseSnapshots.find("host-2", List.of(volume.volume()))).isEmpty();
            assertThatThrownBy(() -> BaseSnapshots.remove("host-2", place)).hasMessageContaining("host-2");
            assertThatThrownBy(() ->
                            BaseSnapshots.remove(BackupsWithBases.OWNER, SourcePath.of(backups.folder.toString())))
                    .hasMessageContaining("does not say");
            assertThat(Path.of(place.toString())).isDirectory();
            clear(backups);
            assertThat(Path.of(place.toString())).doesNotExist();
        }
    }

    private BackupsWithBases on(LoopVolume volume, String type) throws Exception {
        TestRepository repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
        Path folder = volume.root().resolve("live");
        if (type.equals("btrfs")) {
            LoopVolume.run(List.of("btrfs", "subvolume", "create", folder.toString()));
        } else {
            Files.createDirectory(folder);
        }
        return new BackupsWithBases(volume, folder, type.equals("btrfs"), repository.destination());
    }

    private static Path base(BackupsWithBases backups) {
        return Path.of(backups.kept.get(0).place().toString());
    }

    private static void clear(BackupsWithBases backups) throws Exception {
        for (KeptBase kept : backups.kept) {
            BaseSnapshots.remove(BackupsWithBases.OWNER, kept.place());
        }
    }

    /** 32 MiB that do not compress. */
    private static Path pages(Path folder) throws Exception {
        byte[] bytes = new byte[PAGES * 8192];
        new Random(1).nextBytes(bytes);
        return Files.write(folder.resolve("pages"), bytes);
    }

    /** Returns how many bytes the chunks have that it touched. */
    private static long rewrite(Path file, Random random, int pages) throws Exception {
        boolean[] touched = new boolean[PAGES * 8192 / CHUNK];
        byte[] page = new byte[8192];
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < pages; i++) {
                int at = random.nextInt(PAGES) * 8192;
                random.nextBytes(page);
                open.seek(at);
                open.write(page);
                touched[at / CHUNK] = true;
            }
        }
        long chunks = 0;
        for (boolean one : touched) {
            chunks += one ? 1 : 0;
        }
        return chunks * CHUNK;
    }

    private static void tamper(KeptBase base, String type) throws Exception {
        String place = base.place().toString();
        if (type.equals("btrfs")) {
            LoopVolume.run(List.of("btrfs", "property", "set", "-f", "-ts", place, "ro", "false"));
            Path pages = Path.of(place, "pages");
            byte[] bytes = new byte[8192];
            Arrays.fill(bytes, (byte) 3);
            try (RandomAccessFile open = new RandomAccessFile(pages.toFile(), "rw")) {
                open.write(bytes);
            }
            LoopVolume.run(List.of("sync", "-f", place));
            LoopVolume.run(List.of("btrfs", "property", "set", "-ts", place, "ro", "true"));
        } else {
            String clone =
                    ((KeptBase.Clones) base.identity()).files().get(0).place().toString();
            LoopVolume.run(List.of("chattr", "-i", clone));
            try (RandomAccessFile open = new RandomAccessFile(clone, "rw")) {
                open.write(new byte[8192]);
            }
            LoopVolume.run(List.of("chattr", "+i", clone));
        }
    }
}
