// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The second backup of a large file of pages costs what changed, from the command line; held by counts of bytes. */
class ChangedRangesIT {
    private static final int PAGE = PagesSite.PAGE;
    private static final int CHUNK = 64 << 10;
    private static final int PAGES = (512 << 20) / PAGE;

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void aSecondBackupReadsAndStoresWhatChanged(String type) throws Exception {
        try (Installation installation = new Installation(type)) {
            Path data = PagesSite.folder(installation, "data");
            Path file = PagesSite.pages(data, PAGES);
            long size = Files.size(file);
            Stillframe stillframe = PagesSite.site(installation, PagesSite.files(data), "");
            JsonNode first = backup(stillframe);
            assertThat(first.path("base").asString()).isEmpty();
            assertThat(first.path("changedBytes").asLong())
                    .isEqualTo(first.path("existedBytes").asLong());
            assertThat(PagesSite.kept(installation, data)).hasSize(1);

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
            assertThat(PagesSite.kept(installation, data)).hasSize(1); // the one before was removed

            Results.good(stillframe.run("recover"));
            assertThat(PagesSite.kept(installation, data))
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
            Path data = PagesSite.folder(installation, "data");
            Path file = PagesSite.pages(data, 1024);
            Stillframe stillframe = PagesSite.site(installation, PagesSite.files(data), "");
            backup(stillframe);
            remove(PagesSite.kept(installation, data).get(0), type);
            rewrite(file, new Random(2), 3);
            JsonNode second = backup(stillframe);
            assertThat(second.path("base").asString()).isEmpty();
            assertThat(second.path("reason").asString()).contains("not there any more");
            assertThat(second.path("readBytes").asLong()).isGreaterThanOrEqualTo(Files.size(file));

            stranger(PagesSite.kept(installation, data).get(0), type);
            assertThat(PagesSite.kept(installation, data)).hasSize(2);
            String recovered = Results.good(stillframe.run("recover")).output();
            assertThat(recovered).contains("which no backup is compared with");
            assertThat(PagesSite.kept(installation, data))
                    .as("only what nobody knows is removed")
                    .hasSize(1);
            rewrite(file, new Random(3), 3);
            assertThat(backup(stillframe).path("carriedBytes").asLong()).isPositive();

            PagesSite.configure(installation, PagesSite.files(data), "changed-ranges: {min-free: 100}");
            assertThat(Results.good(stillframe.run("recover")).output()).contains("less than min-free");
            assertThat(PagesSite.kept(installation, data)).isEmpty();

            PagesSite.configure(installation, PagesSite.files(data), "changed-ranges: {keep-base: false}");
            rewrite(file, new Random(4), 3);
            JsonNode off = backup(stillframe);
            assertThat(off.path("reason").asString()).contains("keep-base");
            assertThat(off.path("readBytes").asLong()).isGreaterThanOrEqualTo(Files.size(file));
            assertThat(PagesSite.kept(installation, data)).isEmpty();
        }
    }

    /** The disk has other bytes than were stored, at an address that did not change. */
    @Test
    void aSampleThatDiffersFailsTheBackupAndTheNextOneReadsEverything() throws Exception {
        try (Installation installation = new Installation("xfs")) {
            Path data = PagesSite.folder(installation, "data");
            Path file = PagesSite.pages(data, 1024);
            Path other = Files.write(data.resolve("other"), new byte[CHUNK]);
            Stillframe stillframe =
                    PagesSite.site(installation, PagesSite.files(data), "changed-ranges: {sample: 100}");
            backup(stillframe);
            PagesSite.rot(installation, file, 0);
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
        JsonNode changes = PagesSite.backup(stillframe).path("changes");
        assertThat(changes.isObject()).isTrue();
        return changes;
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
