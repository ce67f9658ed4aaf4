// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.LoopVolume;
import dev.stillframe.platform.linux.NewFile;
import dev.stillframe.snapshot.Limit;
import dev.stillframe.tree.OwnFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReflinkProviderTest {
    private static final Instant DEADLINE = Instant.parse("2030-01-01T00:00:00Z");
    private static final byte[] STRANGE = {'n', '\n', (byte) 0xff, (byte) 0xc0};

    private final ReflinkProvider provider = new ReflinkProvider(Clock.system());

    private LoopVolume volume;
    private Path data;

    private void xfs(String... options) throws Exception {
        volume = LoopVolume.xfs(options);
        data = Files.createDirectory(volume.root().resolve("data"));
    }

    @AfterEach
    void unmount() throws IOException {
        if (volume != null) {
            volume.close();
        }
    }

    private static SourcePath path(Path path) {
        return SourcePath.of(path.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Source source(Path root, List<String> include, List<String> exclude) throws IOException {
        FileSet files = new FileSet(path(root), include, exclude, Set.of(Grain.values()), OptionalInt.empty());
        return new Source(volume.volume(), files);
    }

    private Source all() throws IOException {
        return source(data, List.of(), List.of());
    }

    private SnapshotSet open(String cycle, Source... sources) throws SnapshotException {
        return provider.open(new SnapshotRequest("host-1", cycle, DEADLINE, List.of(sources)));
    }

    private static View.Listing listing(Taken taken) {
        return (View.Listing) taken.views().get(0);
    }

    private static View.Entry entry(Taken taken, SourcePath path) {
        return listing(taken).entry(path).orElseThrow();
    }

    private static byte[] content(Taken taken, SourcePath path) throws IOException {
        return Files.readAllBytes(
                Path.of(entry(taken, path).content().orElseThrow().toString()));
    }

    private List<OwnedSnapshot> owned() throws Exception {
        return provider.owned("host-1", List.of(volume.volume()));
    }

    private static List<String> relative(Taken taken, Path root) {
        try (Stream<View.Entry> entries = listing(taken).entries()) {
            return entries.map(e -> new String(e.path().relativeTo(path(root)), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    @Test
    void clonesAreSeparateFromWhatIsWrittenLater() throws Exception {
        xfs();
        Files.writeString(data.resolve("a"), "old a");
        Files.write(data.resolve("big"), new byte[3_000_000]);
        Files.createFile(data.resolve("empty"));
        try (SnapshotSet set = open("c1", all())) {
            set.prepare(Limit.far());
            Taken taken = set.take(Limit.far());
            Files.writeString(data.resolve("a"), "new a");
            Files.write(data.resolve("big"), new byte[] {1});
            Files.writeString(data.resolve("empty"), "filled");
            assertThat(content(taken, path(data.resolve("a")))).isEqualTo(bytes("old a"));
            assertThat(content(taken, path(data.resolve("big")))).isEqualTo(new byte[3_000_000]);
            assertThat(content(taken, path(data.resolve("empty")))).isEmpty();
            assertThat(taken.begun()).isBeforeOrEqualTo(taken.ended());
            assertThat(listing(taken).source()).isEqualTo(path(data));
        }
        assertThat(owned()).isEmpty();
    }

    @Test
    void theMetadataIsTheSourcesForEveryKindOfEntryAndAnyName() throws Exception {
        xfs();
        SourcePath root = path(data);
        Instant past = Instant.parse("2001-02-03T04:05:06.123456789Z");
        try (DirectoryHandle folder = DirectoryHandle.open(root)) {
            try (NewFile file = folder.create(STRANGE, 0640)) {
                file.write(ByteBuffer.wrap(bytes("content")), 0);
                file.setOwner(1234, 5678);
                file.setPermissions(02640);
                file.setAttribute(new Attribute("user.note", new byte[] {0, 1, (byte) 0xff}));
                file.setModified(past);
            }
            folder.makeSymbolicLink(bytes("link"), bytes("/no where"));
            folder.makeNode(bytes("fifo"), Kind.FIFO, 0600, 0);
            folder.makeNode(bytes("null"), Kind.CHARACTER_DEVICE, 0600, 0x103);
            folder.makeFolder(bytes("sub"), 0711);
        }
        try (SnapshotSet set = open("c1", all())) {
            set.prepare(Limit.far());
            Taken taken = set.take(Limit.far());
            try (Stream<View.Entry> entries = listing(taken).entries()) {
                List<View.Entry> all = entries.toList();
                assertThat(all)
                        .hasSize(6)
                        .isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
                for (View.Entry entry : all) {
                    assertThat(entry.metadata()).isEqualTo(LinuxFiles.metadata(entry.path()));
                }
            }
            Metadata strange = entry(taken, root.child(STRANGE)).metadata();
            assertThat(strange.uid()).isEqualTo(1234);
            assertThat(strange.modified()).isEqualTo(past);
            assertThat(strange.attributes()).contains(new Attribute("user.note", new byte[] {0, 1, (byte) 0xff}));
            assertThat(entry(taken, root.resolve("null")).metadata().special()).isEqualTo(0x103);
        }
    }

    @Test
    void aFileWithSeveralNamesIsClonedOnce() throws Exception {
        xfs();
        Files.writeString(data.resolve("one"), "shared");
        Files.createLink(data.resolve("two"), data.resolve("one"));
        try (SnapshotSet set = open("c1", all())) {
            set.prepare(Limit.far());
            Taken taken = set.take(Limit.far());
            assertThat(entry(taken, path(data.resolve("one"))).content())
                    .isEqualTo(entry(taken, path(data.resolve("two"))).content());
        }
    }

    @Test
    void patternsChooseAndFoldersOnTheWayAreKept() throws Exception {
        xfs();
        Files.createDirectories(data.resolve("a/b"));
        Files.createDirectories(data.resolve("c"));
        Files.writeString(data.resolve("a/b/x.db"), "x");
        Files.writeString(data.resolve("a/b/y.tmp"), "y");
        Files.writeString(data.resolve("c/z"), "z");
        Source some = source(data, List.of("**/*.db", "**/*.tmp"), List.of("**/*.tmp"));
        try (SnapshotSet set = open("c1", some)) {
            set.prepare(Limit.far());
            assertThat(relative(set.take(Limit.far()), data)).containsExactly("", "a", "a/b", "a/b/x.db");
        }
        Source file = source(data.resolve("c/z"), List.of(), List.of());
        try (SnapshotSet set = open("c2", file)) {
            set.prepare(Limit.far());
            assertThat(relative(set.take(Limit.far()), data)).containsExactly("c/z");
        }
        try (SnapshotSet set = open("c3", source(volume.root(), List.of(), List.of()))) {
            set.prepare(Limit.far());
            assertThat(relative(set.take(Limit.far()), volume.root())).noneMatch(name -> name.contains(OwnFolder.NAME));
        }
    }

    @Test
    void whatIsMadeAfterPrepareIsTakenAndWhatIsGoneIsNot() throws Exception {
        xfs();
        Files.writeString(data.resolve("old"), "old");
        try (SnapshotSet set = open("c1", all())) {
            set.prepare(Limit.far());
            Files.delete(data.resolve("old"));
            Files.createDirectory(data.resolve("sub"));
            Files.writeString(data.resolve("sub/new"), "new");
            assertThat(relative(set.take(Limit.far()), data)).containsExactly("", "sub", "sub/new");
        }
    }

    @Test
    void filesThatComeAndGoMeanwhileNeverFailTheClonesOrMixTheirContents() throws Exception {
        xfs();
        for (int i = 0; i < 300; i++) {
            Files.writeString(data.resolve("steady" + i), "steady" + i);
        }
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; !stop.get(); i = (i + 1) % 100) {
                churn(data.resolve("coming" + i), i);
            }
        });
        writer.start();
        try {
            for (int i = 0; i < 5; i++) {
                try (SnapshotSet set = open("c" + i, all())) {
                    set.prepare(Limit.far());
                    Taken taken = set.take(Limit.far());
                    List<String> names = relative(taken, data);
                    for (int n = 0; n < 300; n++) {
                        assertThat(names).contains("steady" + n);
                    }
                    assertThat(listing(taken).vanished())
                            .allMatch(p -> p.toString().contains("coming"));
                    try (Stream<View.Entry> entries = listing(taken).entries()) {
                        for (View.Entry entry :
                                entries.filter(e -> e.content().isPresent()).toList()) {
                            byte[] content = content(taken, entry.path());
                            assertThat(content).hasSize((int) entry.metadata().size());
                        }
                    }
                }
            }
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    private static void churn(Path file, int i) {
        try {
            if (!Files.deleteIfExists(file)) {
                Files.write(file, new byte[i * 100]);
            } else if (i % 10 == 0) {
                Files.createSymbolicLink(file, Path.of("elsewhere"));
            } else if (i % 10 == 1) {
                Files.createDirectory(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tenThousandSmallFilesAreClonedAndTheTimeIsForecast() throws Exception {
        xfs();
        for (int i = 0; i < 10_000; i++) {
            Path folder = data.resolve("d" + i / 1000);
            Files.createDirectories(folder);
            Files.write(folder.resolve("f" + i), new byte[5000]);
        }
        Offers.Offer offer = provider.offer(List.of(all())).offers().get(0);
        assertThat(offer.grain()).isEqualTo(Grain.PER_FILE);
        assertThat(offer.remarks()).contains("clones 10011 entries with 10000 extents");
        assertThat(offer.forecast().orElseThrow()).isBetween(Duration.ofMillis(300), Duration.ofMillis(1500));
        try (SnapshotSet set = open("c1", all())) {
            set.prepare(Limit.far());
            Taken taken = set.take(Limit.far());
            System.out.println("cloned 10,000 small files on XFS in "
                    + Duration.between(taken.begun(), taken.ended()).toMillis() + " ms, forecast "
                    + offer.forecast().orElseThrow().toMillis() + " ms");
            assertThat(relative(taken, data)).hasSize(10_011);
        }
        assertThat(owned()).isEmpty();
    }

    @Test
    void theForecastGrowsWithTheExtentsOfAFile() throws Exception {
        xfs();
        byte[] block = new byte[4096];
        try (DirectoryHandle folder = DirectoryHandle.open(path(data));
                NewFile file = folder.create(bytes("scattered"), 0600)) {
            for (int i = 0; i < 500; i++) {
                file.write(ByteBuffer.wrap(block), i * 8192L);
            }
            file.sync();
        }
        assertThat(provider.offer(List.of(all())).offers().get(0).forecast().orElseThrow())
                .isBetween(Duration.ofMillis(10), Duration.ofMillis(20));
    }

    @Test
    void clonesThatACrashLeftAreFoundAndRemovedAndForeignOnesAreNot() throws Exception {
        xfs();
        Files.writeString(data.resolve("a"), "a");
        SnapshotSet crashed = open("c1", all());
        crashed.prepare(Limit.far());
        OwnedSnapshot left = crashed.take(Limit.far()).snapshots().get(0);
        assertThat(owned()).containsExactly(left);
        assertThat(provider.owned("host-2", List.of(volume.volume()))).isEmpty();
        OwnedSnapshot claimed = new OwnedSnapshot("reflink", left.place(), "host-2", left.cycle(), left.deadline());
        OwnedSnapshot elsewhere = new OwnedSnapshot("reflink", path(data), "host-1", "c1", left.deadline());
        for (OwnedSnapshot foreign : List.of(claimed, elsewhere)) {
            assertThatThrownBy(() -> provider.release(foreign))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.reflink.foreign"));
        }
        assertThat(data.resolve("a")).exists();
        provider.release(left);
        provider.release(left);
        assertThat(owned()).isEmpty();
        crashed.close();
    }

    @Test
    void aFolderOfClonesThatOthersCanReadIsRefused() throws Exception {
        xfs();
        Path own = Files.createDirectory(volume.root().resolve(OwnFolder.NAME));
        LoopVolume.run(List.of("chmod", "755", own.toString()));
        try (SnapshotSet set = open("c1", all())) {
            assertThatThrownBy(() -> set.prepare(Limit.far())).hasMessageContaining("mode 0700");
        }
    }

    @Test
    void givingUpLeavesNothingWheneverItComes() throws Exception {
        xfs();
        for (int i = 0; i < 500; i++) {
            Files.writeString(data.resolve("f" + i), "x");
        }
        for (int i = 0; i < 20; i++) {
            SnapshotSet set = open("c" + i, all());
            set.prepare(Limit.far());
            Thread aborting = new Thread(() -> {
                set.abort();
                set.abort();
            });
            aborting.start();
            try {
                set.take(Limit.far());
            } catch (SnapshotException e) {
                assertThat(e.code()).isEqualTo("snapshot.reflink.aborted");
            }
            aborting.join();
            set.abort();
            assertThat(owned()).isEmpty();
            set.close();
            set.close();
        }
    }

    @Test
    void cloningStopsAtTheDeadline() throws Exception {
        xfs();
        for (int i = 0; i < 200; i++) {
            Files.writeString(data.resolve("f" + i), "x");
        }
        SnapshotSet set = open("c1", all());
        set.prepare(Limit.far());
        assertThatThrownBy(() -> set.take(Limit.passedAfter(100)))
                .isInstanceOfSatisfying(
                        SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.reflink.deadline"));
        set.abort();
        assertThat(owned()).isEmpty();
        set.close();
    }

    @Test
    void btrfsIsClonedToo() throws Exception {
        volume = LoopVolume.btrfs();
        data = Files.createDirectory(volume.root().resolve("data"));
        Path uncowed = Files.createFile(data.resolve("uncowed"));
        LoopVolume.run(List.of("chattr", "+C", uncowed.toString()));
        Files.writeString(uncowed, "without copy on write");
        Files.write(data.resolve("plain"), new byte[100_000]);
        LoopVolume.run(
                List.of("btrfs", "subvolume", "create", data.resolve("nested").toString()));
        Files.write(data.resolve("nested/deep"), new byte[50_000]);
        try (SnapshotSet set = open("c1", all())) {
            set.prepare(Limit.far());
            Taken taken = set.take(Limit.far());
            assertThat(content(taken, path(uncowed))).isEqualTo(bytes("without copy on write"));
            assertThat(content(taken, path(data.resolve("plain")))).hasSize(100_000);
            assertThat(content(taken, path(data.resolve("nested/deep")))).hasSize(50_000);
        }
    }

    @Test
    void xfsWithoutReflinksIsRefused() throws Exception {
        xfs("-m", "reflink=0");
        assertThat(provider.offer(List.of(all())).refusals().get(0).reason()).contains("without reflinks");
    }

    @Test
    void aFilesystemMountedInTheFilesIsRefusedAlsoIfItComesAfterThePlan() throws Exception {
        xfs();
        Path point = Files.createDirectory(data.resolve("mounted"));
        SnapshotSet set = open("c1", all());
        set.prepare(Limit.far());
        volume.undoneBy(List.of("umount", point.toString()), "mount", "-t", "tmpfs", "none", point.toString());
        assertThatThrownBy(() -> set.take(Limit.far())).hasMessageContaining("another filesystem is mounted here");
        set.close();
        assertThat(provider.offer(List.of(all())).refusals().get(0).reason()).contains(point.toString());
        assertThat(owned()).isEmpty();
    }
}
