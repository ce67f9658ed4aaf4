// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The second backup of a large file of pages costs what changed, from the command line; held by counts of bytes. */
class ChangedRangesIT {
    private static final int PAGE = 8192;
    private static final int CHUNK = 64 << 10;
    private static final int PAGES = (512 << 20) / PAGE;

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void aSecondBackupReadsAndStoresWhatChanged(String type) throws Exception {
        try (Installation installation = new Installation(type)) {
            Path data = data(installation, type);
            Path file = pages(data, PAGES);
            long size = Files.size(file);
            Stillframe stillframe = site(installation, data, "");
            JsonNode first = backup(stillframe);
            assertThat(first.path("base").asString()).isEmpty();
            assertThat(first.path("changedBytes").asLong())
                    .isEqualTo(first.path("existedBytes").asLong());
            assertThat(kept(data, type)).hasSize(1);

            long rounded = rewrite(file, new Random(1), PAGES / 100);
            JsonNode second = backup(stillframe);
            assertThat(second.path("base").asString()).isNotEmpty();
            assertThat(second.path("reason").asString()).isEmpty();
            assertThat(second.path("existedBytes").asLong()).isGreaterThanOrEqualTo(size);
            assertThat(second.path("changedBytes").asLong()).isPositive().isLessThanOrEqualTo(rounded);
            assertThat(second.path("readBytes").asLong()).isPositive().isLessThanOrEqualTo(rounded * 3 / 2);
            assertThat(second.path("storedBytes").asLong()).isPositive().isLessThanOrEqualTo(rounded * 5 / 4);
            assertThat(second.path("carriedBytes").asLong()).isGreaterThanOrEqualTo(size - rounded * 5 / 4);
            assertThat(second.path("sampledBytes").asLong()).isBetween(size / 200, size / 50);
            assertThat(kept(data, type)).hasSize(1); // the one before was removed

            Results.good(stillframe.run("recover"));
            assertThat(kept(data, type))
                    .as("recover leaves the base of the next backup")
                    .hasSize(1);
            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(Files.mismatch(file, Installation.below(target, file))).isEqualTo(-1);
            Results.good(stillframe.run("verify", "--read-data"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void withoutItsBaseABackupReadsEverythingAndSaysWhy(String type) throws Exception {
        try (Installation installation = new Installation(type)) {
            Path data = data(installation, type);
            Path file = pages(data, 1024);
            Stillframe stillframe = site(installation, data, "");
            backup(stillframe);
            remove(kept(data, type).get(0), type);
            rewrite(file, new Random(2), 3);
            JsonNode second = backup(stillframe);
            assertThat(second.path("base").asString()).isEmpty();
            assertThat(second.path("reason").asString()).contains("not there any more");
            assertThat(second.path("readBytes").asLong()).isGreaterThanOrEqualTo(Files.size(file));

            stranger(kept(data, type).get(0), type);
            assertThat(kept(data, type)).hasSize(2);
            String recovered = Results.good(stillframe.run("recover")).output();
            assertThat(recovered).contains("which no backup is compared with");
            assertThat(kept(data, type)).as("only what nobody knows is removed").hasSize(1);
            rewrite(file, new Random(3), 3);
            assertThat(backup(stillframe).path("carriedBytes").asLong()).isPositive();

            configure(installation, data, "changed-ranges: {keep-base: false}");
            rewrite(file, new Random(4), 3);
            JsonNode off = backup(stillframe);
            assertThat(off.path("reason").asString()).contains("keep-base");
            assertThat(off.path("readBytes").asLong()).isGreaterThanOrEqualTo(Files.size(file));
            assertThat(kept(data, type)).isEmpty();
        }
    }

    /** The disk has other bytes than were stored, at an address that did not change. */
    @Test
    void aSampleThatDiffersFailsTheBackupAndTheNextOneReadsEverything() throws Exception {
        try (Installation installation = new Installation("xfs")) {
            Path data = data(installation, "xfs");
            Path file = pages(data, 1024);
            Path other = Files.write(data.resolve("other"), new byte[CHUNK]);
            Stillframe stillframe = site(installation, data, "changed-ranges: {sample: 100}");
            backup(stillframe);
            String map = Shell.run(data, "xfs_io -r -c 'fiemap' pages");
            long block = Long.parseLong(map.replaceFirst("(?s).*?0: \\[0\\.\\.\\d+\\]: (\\d+)\\.\\..*", "$1"));
            Path image = installation.files.resolveSibling("image");
            try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
                disk.seek(block * 512);
                disk.write(new byte[4096]);
                disk.getFD().sync();
            }
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.seek(Files.size(file) - PAGE);
                open.write(new byte[PAGE]);
            }
            Shell.run(data, "sync -f pages; echo 1 > /proc/sys/vm/drop_caches");

            Stillframe.Run failed = Results.ended(1, stillframe.run("backup", "--json"));
            assertThat(failed.output()).contains("backup.base-mismatch", file.toString());
            JsonNode next = backup(stillframe);
            assertThat(next.path("base").asString()).isEmpty();
            assertThat(next.path("reason").asString()).contains("nothing says that they changed");
            assertThat(next.path("readBytes").asLong())
                    .as("also what its metadata says is unchanged")
                    .isGreaterThanOrEqualTo(Files.size(file) + Files.size(other));
            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(Files.mismatch(file, Installation.below(target, file))).isEqualTo(-1);
            rewrite(file, new Random(5), 2);
            assertThat(backup(stillframe).path("carriedBytes").asLong()).isPositive();
        }
    }

    private static JsonNode backup(Stillframe stillframe) throws Exception {
        JsonNode changes = Results.receipt(Results.good(stillframe.run("backup", "--json")))
                .path("changes");
        assertThat(changes.isObject()).isTrue();
        return changes;
    }

    private static Path data(Installation installation, String type) throws Exception {
        Path data = installation.files.resolve("data");
        Shell.run(installation.files, type.equals("btrfs") ? "btrfs subvolume create data" : "mkdir data");
        return data;
    }

    private static Stillframe site(Installation installation, Path data, String job) throws Exception {
        configure(installation, data, job);
        Stillframe stillframe = installation.launcher(Installation.HOME.resolve("bin/stillframe"));
        Results.good(stillframe.run("init"));
        return stillframe;
    }

    private static void configure(Installation installation, Path data, String job) throws Exception {
        Files.writeString(installation.work.resolve("password"), "swordfish");
        Files.writeString(installation.work.resolve("stillframe.yaml"), """
                repository:
                  location: %1$s/repository
                  password-file: %1$s/password
                state-directory: %1$s/state
                plugins:
                  directory: %2$s/plugins
                applications:
                  pages:
                    writer: files
                    settings: {paths: ["%3$s"], page-size: 8192}
                    minimum-consistency: live
                jobs:
                  pages:
                    applications: [pages]
                    %4$s
                """.formatted(
                        installation.work, Installation.HOME, data, job));
    }

    /** The snapshots that were kept. */
    private static List<Path> kept(Path data, String type) throws Exception {
        Path own = (type.equals("btrfs") ? data : data.getParent()).resolve(".stillframe-snapshots");
        try (Stream<Path> all = Files.list(own)) {
            List<Path> kept = all.sorted().toList();
            assertThat(kept).allMatch(path -> path.getFileName().toString().contains("base."));
            return kept;
        }
    }

    private static void remove(Path kept, String type) throws Exception {
        String command = type.equals("btrfs") ? "btrfs subvolume delete " : "chattr -R -i %1$s; rm -r ";
        Shell.run(kept.getParent(), command.formatted(kept) + kept);
    }

    /** Another base of the same owner that no catalogue knows. */
    private static void stranger(Path kept, String type) throws Exception {
        String name = kept.getFileName().toString();
        Path stranger = kept.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".77");
        String command = type.equals("btrfs") ? "btrfs subvolume snapshot -r " : "cp -r --reflink=always ";
        Shell.run(kept.getParent(), command + kept + " " + stranger);
    }

    /** Half of each page is random, as of a database. */
    private static Path pages(Path data, int count) throws Exception {
        Path file = data.resolve("pages");
        Random random = new Random(0);
        byte[] bytes = new byte[1 << 20];
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = 0; at < (long) count * PAGE; at += bytes.length) {
                byte[] half = new byte[PAGE / 2];
                for (int page = 0; page < bytes.length; page += PAGE) {
                    random.nextBytes(half);
                    System.arraycopy(half, 0, bytes, page, half.length);
                }
                open.write(bytes, 0, (int) Math.min(bytes.length, (long) count * PAGE - at));
            }
        }
        return file;
    }

    /** Rewrites pages at random. Returns how many bytes the chunks have that it touched. */
    private static long rewrite(Path file, Random random, int pages) throws Exception {
        BitSet touched = new BitSet();
        byte[] page = new byte[PAGE];
        int count = (int) (Files.size(file) / PAGE);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < pages; i++) {
                long at = (long) random.nextInt(count) * PAGE;
                random.nextBytes(page);
                open.seek(at);
                open.write(page);
                touched.set((int) (at / CHUNK));
            }
        }
        return (long) touched.cardinality() * CHUNK;
    }
}
