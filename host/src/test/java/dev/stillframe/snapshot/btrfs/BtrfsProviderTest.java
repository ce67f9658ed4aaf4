// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.LoopVolume;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.Limit;
import dev.stillframe.tree.OwnFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BtrfsProviderTest {
    private static final Instant DEADLINE = Instant.parse("2030-01-01T00:00:00.5Z");

    private final BtrfsProvider provider = new BtrfsProvider(Clock.system());

    private LoopVolume volume;
    private Path data;

    @BeforeEach
    void mount() throws Exception {
        volume = LoopVolume.btrfs();
        data = volume.root().resolve("data");
        subvolume(data);
    }

    @AfterEach
    void unmount() throws IOException {
        if (volume != null) {
            volume.close();
        }
    }

    private static void subvolume(Path path) throws Exception {
        LoopVolume.run(List.of("btrfs", "subvolume", "create", path.toString()));
    }

    private static SourcePath path(Path path) {
        return SourcePath.of(path.toString());
    }

    private Source source(Path root, String... exclude) throws IOException {
        FileSet files =
                new FileSet(path(root), List.of(), List.of(exclude), Set.of(Grain.values()), OptionalInt.empty());
        return new Source(volume.volume(), files);
    }

    private SnapshotSet open(String cycle, Source... sources) throws SnapshotException {
        return provider.open(new SnapshotRequest("host-1", cycle, DEADLINE, List.of(sources)));
    }

    private List<OwnedSnapshot> owned(String owner) throws Exception {
        return provider.owned(owner, List.of(volume.volume()));
    }

    private static Path mirrored(Taken taken, Path source) {
        View.Mirror view = (View.Mirror) taken.views().get(0);
        return Path.of(path(source).moved(view.source(), view.at()).toString());
    }

    @Test
    void sourcesOfOneSubvolumeAreOfferedTogetherAndThoseOfTwoApart() throws Exception {
        Files.createDirectories(data.resolve("a"));
        Files.writeString(data.resolve("b"), "b");
        Path other = volume.root().resolve("other");
        subvolume(other);
        Source a = source(data.resolve("a"));
        Source b = source(data.resolve("b"));
        Source c = source(other);
        Offers offers = provider.offer(List.of(a, c, b));
        assertThat(offers.refusals()).isEmpty();
        assertThat(offers.offers()).extracting(Offers.Offer::sources).containsExactly(List.of(a, b), List.of(c));
        assertThat(offers.offers()).extracting(Offers.Offer::grain).containsOnly(Grain.ATOMIC);
        assertThatThrownBy(() -> open("c1", a, c)).hasMessageContaining("not in one btrfs subvolume");
    }

    @Test
    void aSnapshotShowsOneInstantOfFilesThatAreWrittenAndSyncedAllTheTime() throws Exception {
        Path first = Files.write(data.resolve("first"), new byte[Long.BYTES]);
        Path second = Files.write(data.resolve("second"), new byte[Long.BYTES]);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong count = new AtomicLong();
        Thread writer = new Thread(() -> {
            while (!stop.get()) {
                long n = count.incrementAndGet();
                write(first, n); // always the same as second, or one ahead of it
                write(second, n);
            }
        });
        writer.start();
        try {
            for (int i = 0; i < 20; i++) {
                try (SnapshotSet set = open("c" + i, source(data))) {
                    set.prepare(Limit.far());
                    long before = count.get();
                    Taken taken = set.take(Limit.far());
                    long a = read(mirrored(taken, first));
                    long b = read(mirrored(taken, second));
                    assertThat(a - b).isBetween(0L, 1L);
                    assertThat(a).isBetween(before - 1, count.get());
                    assertThat(taken.begun()).isBeforeOrEqualTo(taken.ended());
                }
            }
        } finally {
            stop.set(true);
            writer.join();
        }
        assertThat(owned("host-1")).isEmpty();
    }

    private static void write(Path file, long n) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, n), 0);
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).getLong();
    }

    @Test
    void whatIsWrittenBeforeAHoldIsInTheSnapshotAlsoWithoutFsync() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (SnapshotSet set = open("c" + i, source(data))) {
                set.prepare(Limit.far());
                String text = "written in cycle " + i + " and never synced";
                Files.writeString(data.resolve("file" + i), text);
                Taken taken = set.take(Limit.far());
                Files.writeString(data.resolve("file" + i), "after the thaw");
                assertThat(Files.readString(mirrored(taken, data.resolve("file" + i))))
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void aSnapshotIsReadOnlyAndCarriesOwnerCycleAndDeadline() throws Exception {
        Files.writeString(data.resolve("file"), "x");
        try (SnapshotSet set = open("cycle-7", source(data))) {
            set.prepare(Limit.far());
            Taken taken = set.take(Limit.far());
            OwnedSnapshot snapshot = taken.snapshots().get(0);
            assertThat(snapshot.place())
                    .isEqualTo(path(data).resolve(OwnFolder.NAME + "/sf.host-1.cycle-7.1893456001.0"));
            assertThat(snapshot.deadline()).isEqualTo(Instant.parse("2030-01-01T00:00:01Z"));
            assertThat(owned("host-1")).containsExactly(snapshot);
            assertThat(owned("host-2")).isEmpty();
            assertThatThrownBy(() -> Files.writeString(mirrored(taken, data.resolve("new")), "x"))
                    .hasMessageContaining("Read-only");
            assertThat(LinuxFiles.metadata(path(mirrored(taken, data.resolve("file"))))
                            .modified())
                    .isEqualTo(LinuxFiles.metadata(path(data.resolve("file"))).modified());
            assertThat(Files.getPosixFilePermissions(data.resolve(OwnFolder.NAME)))
                    .hasSize(3);
        }
        assertThat(owned("host-1")).isEmpty();
        assertThat(list(data)).containsExactlyInAnyOrder("file", OwnFolder.NAME);
        assertThat(list(data.resolve(OwnFolder.NAME))).isEmpty();
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void whatACrashLeftIsFoundAndRemovedAndRemovingItTwiceIsASuccess() throws Exception {
        Path inner = data.resolve("deep/inner");
        Files.createDirectories(inner.getParent());
        subvolume(inner);
        SnapshotSet crashed = open("c1", source(inner));
        crashed.prepare(Limit.far());
        crashed.take(Limit.far());
        BtrfsProvider later = new BtrfsProvider(Clock.system());
        List<OwnedSnapshot> left = later.owned("host-1", List.of(volume.volume()));
        assertThat(left).extracting(OwnedSnapshot::cycle).containsExactly("c1");
        later.release(left.get(0));
        later.release(left.get(0));
        assertThat(owned("host-1")).isEmpty();
        crashed.close();
        crashed.close();
    }

    @Test
    void whatIsNotOursBeyondDoubtIsNeverRemoved() throws Exception {
        Path folder = Files.createDirectory(data.resolve(OwnFolder.NAME));
        Path writable = folder.resolve("sf.host-1.c1.1893456000.0");
        subvolume(writable);
        Path plain = Files.createDirectory(folder.resolve("sf.host-1.c1.1893456000.1"));
        Path elsewhere = data.resolve("sf.host-1.c1.1893456000.0");
        LoopVolume.run(List.of("btrfs", "subvolume", "snapshot", "-r", writable.toString(), elsewhere.toString()));
        Path others = folder.resolve("sf.host-2.c1.1893456000.0");
        LoopVolume.run(List.of("btrfs", "subvolume", "snapshot", "-r", writable.toString(), others.toString()));
        Instant deadline = Instant.ofEpochSecond(1893456000);
        for (Path place : List.of(writable, plain, elsewhere, others)) {
            OwnedSnapshot claimed = new OwnedSnapshot("btrfs", path(place), "host-1", "c1", deadline);
            assertThatThrownBy(() -> provider.release(claimed))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.btrfs.foreign"));
            assertThat(place).exists();
        }
    }

    @Test
    void aNestedSubvolumeIsRefusedByNameUnlessItIsExcluded() throws Exception {
        Files.createDirectories(data.resolve("a b"));
        subvolume(data.resolve("a b/nested"));
        Offers offers = provider.offer(List.of(source(data), source(data, "a b/nested")));
        assertThat(offers.refusals()).hasSize(1);
        assertThat(offers.refusals().get(0).reason())
                .contains(data + "/a b/nested")
                .contains("empty folders");
        assertThat(offers.offers()).hasSize(1);
        assertThatThrownBy(() -> open("c1", source(data))).hasMessageContaining("nested");
    }

    @Test
    void aSubvolumeThatIsMadeAfterThePlanIsRefusedBeforeTheFreeze() throws Exception {
        try (SnapshotSet set = open("c1", source(data))) {
            subvolume(data.resolve("late"));
            assertThatThrownBy(() -> set.prepare(Limit.far()))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.btrfs.nested"))
                    .hasMessageContaining("late");
        }
    }

    @Test
    void moreSubvolumesThanOneAnswerHoldsAreAllFound() throws Exception {
        for (int i = 0; i < 300; i++) {
            subvolume(data.resolve("n" + i));
        }
        assertThat(provider.offer(List.of(source(data))).refusals().get(0).reason())
                .contains("and 297 more");
    }

    @Test
    void aFilesystemMountedInTheFilesIsRefusedByName() throws Exception {
        Path point = Files.createDirectory(data.resolve("mounted"));
        volume.undoneBy(List.of("umount", point.toString()), "mount", "-t", "tmpfs", "none", point.toString());
        assertThat(provider.offer(List.of(source(data))).refusals().get(0).reason())
                .contains(point.toString());
        assertThat(provider.offer(List.of(source(data, "mounted"))).refusals()).isEmpty();
    }

    @Test
    void aFilesystemThatIsMountedReadOnlyIsRefused() throws Exception {
        LoopVolume.run(List.of("mount", "-o", "remount,ro", volume.root().toString()));
        assertThat(provider.offer(List.of(source(data))).refusals().get(0).reason())
                .contains("read-only");
    }

    @Test
    void aMountThatShowsOnlyAPartOfASubvolumeIsRefused() throws Exception {
        Path part = Files.createDirectories(data.resolve("part"));
        Path point = Files.createDirectory(volume.root().resolve("bind"));
        volume.undoneBy(List.of("umount", point.toString()), "mount", "--bind", part.toString(), point.toString());
        assertThat(provider.offer(List.of(source(point))).refusals().get(0).reason())
                .contains("only a part");
    }

    @Test
    void otherFilesystemsAreNotSpokenOf() throws Exception {
        Source source = new Source(
                MountTable.read().volumeOf(SourcePath.of("/proc")).orElseThrow(), FileSet.all(SourcePath.of("/proc")));
        assertThat(provider.offer(List.of(source))).isEqualTo(Offers.none());
    }

    @Test
    void givingUpLeavesNothingWheneverItComesAndHoweverOften() throws Exception {
        Files.writeString(data.resolve("file"), "x");
        for (int i = 0; i < 40; i++) {
            SnapshotSet set = open("c" + i, source(data));
            set.prepare(Limit.far());
            CountDownLatch go = new CountDownLatch(1);
            Thread aborting = new Thread(() -> {
                await(go);
                set.abort();
                set.abort();
            });
            aborting.start();
            go.countDown();
            try {
                set.take(Limit.far());
            } catch (SnapshotException e) {
                assertThat(e.code()).isEqualTo("snapshot.btrfs.aborted");
            }
            aborting.join();
            set.abort();
            assertThat(owned("host-1")).isEmpty();
            set.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void afterGivingUpNothingIsTaken() throws Exception {
        SnapshotSet set = open("c1", source(data));
        set.abort();
        set.prepare(Limit.far());
        assertThatThrownBy(() -> set.take(Limit.far())).isInstanceOf(SnapshotException.class);
        assertThat(owned("host-1")).isEmpty();
        set.close();
    }
}
