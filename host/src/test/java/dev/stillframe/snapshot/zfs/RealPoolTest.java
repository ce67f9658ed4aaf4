// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.FileSet;
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
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.zpool.ZfsPool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real pool: the kernel's where it has ZFS, otherwise zfs-fuse's. */
@Timeout(300)
class RealPoolTest {
    private static final Deadline LATER = () -> Duration.ofMinutes(2);
    private static final String OWNER = "real-host";

    @TempDir
    Path temp;

    private static ZfsPool pool;
    private static Path one;
    private static Path two;
    private static List<String> untouched;

    private Path mounts;
    private ZfsProvider provider;

    @BeforeAll
    static void make() throws Exception {
        assumeTrue(ZfsPool.obstacle().isEmpty(), ZfsPool.obstacle());
        pool = ZfsPool.make(256);
        one = pool.dataset("one");
        two = pool.dataset("two");
        pool.dataset("three");
        untouched = pool.everything();
    }

    @AfterAll
    static void remove() throws Exception {
        if (pool != null) {
            pool.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        mounts = temp.toRealPath().resolve("mounts");
        provider = new ZfsProvider(mounts, Clock.system());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (OwnedSnapshot left : provider.owned(OWNER, List.of())) {
            provider.release(left);
        }
        assertThat(pool.everything()).containsExactlyInAnyOrderElementsOf(untouched);
    }

    @Test
    void aDatasetIsReadAsItWasWhileItIsWrittenTo() throws Exception {
        Files.writeString(one.resolve("file"), "as it was");
        SnapshotSet set = set(source(one));
        set.prepare(LATER);
        Taken taken = set.take(LATER);
        Files.writeString(one.resolve("file"), "as it is");
        set.show(LATER);

        Path shown = at(taken, 0);
        assertThat(shown.resolve("file")).hasContent("as it was");
        assertThat(one.resolve("file")).hasContent("as it is");
        assertThatThrownBy(() -> Files.writeString(shown.resolve("file"), "changed"))
                .isInstanceOf(IOException.class);
        set.confirm(LATER);
        assertThat(provider.owned(OWNER, List.of())).isEqualTo(taken.snapshots());
        assertThat(provider.owned("somebody-else", List.of())).isEmpty();

        set.close();
        set.close();
        assertThat(provider.owned(OWNER, List.of())).isEmpty();
        assertThat(mounts).isEmptyDirectory();
    }

    /** A writer of two datasets writes each number to the first and then to the second: never may the second be ahead. */
    @Test
    void datasetsOfOnePoolAreTakenAtOneInstantWhileTheyAreWrittenTo() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        int apart = 0;
        try {
            Future<?> writing = writer.submit(() -> count(enough, written));
            for (int round = 0; round < 12; round++) {
                long before = written.get();
                Awaitility.await().until(() -> writing.isDone() || written.get() > before + 50);
                SnapshotSet set = set(source(one), source(two));
                set.prepare(LATER);
                long least = written.get();
                Taken taken = set.take(LATER);
                long most = written.get() + 1;
                set.show(LATER);
                long first = number(at(taken, 0));
                long second = number(at(taken, 1));
                assertThat(first - second).as("round %d", round).isBetween(0L, 1L);
                assertThat(second).as("round %d", round).isBetween(least, most);
                apart += first == second ? 0 : 1;
                set.confirm(LATER);
                set.close();
            }
            enough.set(true);
            writing.get();
        } finally {
            enough.set(true);
            writer.shutdown();
        }
        System.out.printf(
                "RealPoolTest: 12 snapshots of two datasets during %d pairs of writes, %d of them between the two%n",
                written.get(), apart);
    }

    private static Void count(AtomicBoolean enough, AtomicLong written) throws Exception {
        try (RandomAccessFile first = new RandomAccessFile(one.resolve("count").toFile(), "rw");
                RandomAccessFile second =
                        new RandomAccessFile(two.resolve("count").toFile(), "rw")) {
            for (long number = 1; !enough.get(); number++) {
                first.seek(0);
                first.writeLong(number);
                second.seek(0);
                second.writeLong(number);
                written.set(number);
            }
        }
        return null;
    }

    private static long number(Path root) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(root.resolve("count"))).getLong();
    }

    @Test
    void severalAreOfferedTogetherAndThePlanSaysWhatRuns() throws Exception {
        List<Offers.Offer> offers =
                provider.offer(List.of(source(one), source(two))).offers();

        assertThat(offers).hasSize(1);
        assertThat(offers.get(0).sources()).hasSize(2);
        assertThat(offers.get(0).remarks().get(0))
                .contains("zfs makes a snapshot of " + pool.name() + "/one, " + pool.name() + "/two");
        assertThat(provider.offer(List.of(source(pool.root()))).refusals())
                .singleElement()
                .satisfies(
                        refusal -> assertThat(refusal.reason()).contains("would not hold what is mounted at " + one));
    }

    @Test
    void whatWasWrittenThroughAMappingIsInTheSnapshot() throws Exception {
        Path file = one.resolve("mapped");
        Files.write(file, new byte[8192]);
        SnapshotSet set = set(source(one));
        set.prepare(LATER);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, 8192);
            mapping.put(4096, "mapped".getBytes(StandardCharsets.UTF_8));
            Taken taken = set.take(LATER);
            set.show(LATER);
            byte[] shown = Files.readAllBytes(at(taken, 0).resolve("mapped"));
            assertThat(new String(shown, 4096, 6, StandardCharsets.UTF_8)).isEqualTo("mapped");
        }
        set.close();
    }

    @Test
    void whatACrashLeftIsFoundByItsNameAndRemovedTheMountedIncluded() throws Exception {
        SnapshotSet lost = set(source(one), source(two));
        lost.prepare(LATER);
        lost.take(LATER);
        lost.show(LATER);
        String foreign = pool.name() + "/one@zfs.other-host.c1.17.0";
        pool.run("zfs", "snapshot", foreign);

        ZfsProvider next = new ZfsProvider(mounts, Clock.system());
        List<OwnedSnapshot> left = next.owned(OWNER, List.of());
        assertThat(left).hasSizeGreaterThanOrEqualTo(2);
        for (OwnedSnapshot each : left) {
            next.release(each);
            next.release(each);
        }
        assertThat(next.owned(OWNER, List.of())).isEmpty();
        assertThat(mounts).isEmptyDirectory();
        assertThat(pool.everything()).contains(foreign);
        pool.run("zfs", "destroy", foreign);
        lost.close();
    }

    @Test
    void aSnapshotThatWasUnmountedUnderTheReaderIsNotConfirmed() throws Exception {
        SnapshotSet set = set(source(one));
        set.prepare(LATER);
        Taken taken = set.take(LATER);
        set.show(LATER);
        new ProcessBuilder("/bin/umount", at(taken, 0).toString()).start().waitFor();

        assertThatThrownBy(() -> set.confirm(LATER))
                .isInstanceOfSatisfying(
                        SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.zfs.lost"));
        set.close();
    }

    @Test
    void aFolderThatIsMountedElsewhereIsReadAtItsPlaceInTheDataset() throws Exception {
        Path within = Files.createDirectories(one.resolve("a/b"));
        Files.writeString(within.resolve("file"), "as it was");
        Path bound = Files.createDirectory(temp.toRealPath().resolve("bound"));
        mount("--bind", within.toString(), bound.toString());
        try {
            SnapshotSet set = set(source(bound));
            set.prepare(LATER);
            Taken taken = set.take(LATER);
            set.show(LATER);
            assertThat(taken.views().get(0).source()).hasToString(bound.toString());
            assertThat(at(taken, 0).resolve("file")).hasContent("as it was");
            set.close();
        } finally {
            new ProcessBuilder("/bin/umount", bound.toString()).start().waitFor();
        }
    }

    private static void mount(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/mount"));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private static Path at(Taken taken, int view) {
        return Path.of(((View.Mirror) taken.views().get(view)).at().toString());
    }

    private SnapshotSet set(Source... sources) {
        return provider.open(new SnapshotRequest(OWNER, "c1", Instant.now().plusSeconds(60), List.of(sources)));
    }

    private static Source source(Path root) throws Exception {
        SourcePath path = SourcePath.of(root.toString());
        return new Source(MountTable.read().volumeOf(path).orElseThrow(), FileSet.all(path));
    }
}
