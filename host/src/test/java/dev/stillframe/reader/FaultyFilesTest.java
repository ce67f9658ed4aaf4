// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static dev.stillframe.reader.Images.component;
import static dev.stillframe.reader.Images.copy;
import static dev.stillframe.reader.Images.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.reader.FakeSource.Call;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultyFilesTest {
    private static final IOException DENIED = new IOException("permission denied (openat: EACCES)");
    private static final IOException BAD_DISK = new IOException("input/output error (pread: EIO)");

    private final FakeSource source = new FakeSource();
    private final RecordingSink sink = new RecordingSink();

    private static Image image(Grain grain, Quiesce quiesce, String... roots) {
        FileSet[] sets = Arrays.stream(roots)
                .map(root -> FileSet.all(SourcePath.of(root)))
                .toArray(FileSet[]::new);
        ImageComponent component = component("files", grain, quiesce, sets);
        if (grain == Grain.LIVE) {
            return Image.live(List.of(component));
        }
        return new Image(
                List.of(component),
                List.of(new View.Mirror(SourcePath.of("/srv"), SourcePath.of("/snapshots/srv"))),
                List.of());
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestIsStored() throws Exception {
        source.file("/snapshots/srv/a", new byte[10])
                .file("/snapshots/srv/b", new byte[10])
                .file("/snapshots/srv/c/d", new byte[10])
                .file("/snapshots/srv/e", new byte[10])
                .fail(Call.OPEN, "/snapshots/srv/a", DENIED)
                .fail(Call.READ, "/snapshots/srv/b", BAD_DISK)
                .fail(Call.LIST, "/snapshots/srv/c", DENIED);

        ComponentRead read = only(copy(source, image(Grain.ATOMIC, new Quiesce.None(), "/srv"), sink));

        assertThat(read.remarks())
                .extracting(r -> r.path().toString(), Remark::kind, Remark::detail)
                .containsExactly(
                        tuple("/srv/a", Remark.Kind.UNREADABLE, DENIED.getMessage()),
                        tuple("/srv/b", Remark.Kind.UNREADABLE, BAD_DISK.getMessage()),
                        tuple("/srv/c", Remark.Kind.UNREADABLE, DENIED.getMessage()));
        assertThat(read.whole()).isFalse();
        assertThat(read.notRead()).hasSize(3);
        assertThat(read.files()).isEqualTo(1);
        assertThat(sink.paths()).contains(SourcePath.of("/srv/c"), SourcePath.of("/srv/e"));
        assertThat(source.open()).isZero();
    }

    @Test
    void aFileThatVanishesIsExpectedAmongLiveFilesAndMissedInASnapshot() throws Exception {
        NoSuchFileException gone = new NoSuchFileException("gone");
        source.file("/srv/a", new byte[1]).fail(Call.METADATA, "/srv/a", gone);
        source.file("/srv/b", new byte[1]).fail(Call.OPEN, "/srv/b", gone);
        source.file("/snapshots/srv/a", new byte[1]).fail(Call.METADATA, "/snapshots/srv/a", gone);

        ComponentRead live = only(copy(source, image(Grain.LIVE, new Quiesce.None(), "/srv"), sink));
        ComponentRead still = only(copy(source, image(Grain.ATOMIC, new Quiesce.None(), "/srv"), sink));

        assertThat(live.remarks())
                .extracting(Remark::kind)
                .containsOnly(Remark.Kind.VANISHED)
                .hasSize(2);
        assertThat(live.whole()).isTrue();
        assertThat(still.remarks()).extracting(Remark::kind).containsExactly(Remark.Kind.MISSING);
        assertThat(still.whole()).isFalse();
    }

    @Test
    void aRootThatIsNotThereIsMissedAlsoAmongLiveFiles() throws Exception {
        source.file("/srv/a/x", new byte[1]);
        ComponentRead read =
                only(copy(source, image(Grain.LIVE, new Quiesce.BackupMode(), "/srv/a", "/srv/b", "/srv/a/y"), sink));
        assertThat(read.remarks())
                .extracting(r -> r.path().toString(), Remark::kind)
                .contains(tuple("/srv/b", Remark.Kind.MISSING), tuple("/srv/a/y", Remark.Kind.MISSING));
        assertThat(read.whole()).isFalse();
        assertThat(sink.contents).containsKey(SourcePath.of("/srv/a/x"));
    }

    @Test
    void inBackupModeAFileThatBecameShorterEndsInZerosAndIsNamed() throws Exception {
        source.file("/srv/a", new byte[] {1, 2, 3}, 300_000);
        ComponentRead read = only(copy(source, image(Grain.LIVE, new Quiesce.BackupMode(), "/srv"), sink));
        assertThat(sink.contents.get(SourcePath.of("/srv/a"))).hasSize(300_000).startsWith(1, 2, 3, 0, 0);
        assertThat(read.changed()).extracting(Remark::kind).containsExactly(Remark.Kind.PADDED);
        assertThat(read.whole()).isTrue();
    }

    @Test
    void elsewhereAFileThatBecameShorterIsNeverSilentlyShort() throws Exception {
        source.file("/snapshots/srv/a", new byte[100_000], 300_000);
        ComponentRead read = only(copy(source, image(Grain.ATOMIC, new Quiesce.None(), "/srv"), sink));
        assertThat(sink.contents).isEmpty();
        assertThat(read.remarks())
                .extracting(Remark::detail)
                .containsExactly("became shorter while it was read: it ends at 100000 of 300000 bytes");
        assertThat(read.whole()).isFalse();
    }

    @Test
    void anotherFilesystemBelowTheRootIsNamedAndNotEntered() throws Exception {
        source.file("/srv/a", new byte[1]).mount("/srv/m", 7).file("/srv/m/x", new byte[1]);
        ComponentRead read = only(copy(source, image(Grain.LIVE, new Quiesce.None(), "/srv"), sink));
        assertThat(read.remarks())
                .extracting(r -> r.path().toString(), Remark::kind)
                .containsExactly(tuple("/srv/m", Remark.Kind.NOT_ENTERED));
        assertThat(read.whole()).isFalse();
        assertThat(sink.paths()).contains(SourcePath.of("/srv/m")).doesNotContain(SourcePath.of("/srv/m/x"));
    }

    @Test
    void anotherNameOfAFileIsReadForItselfIfTheFirstCouldNotBe() throws Exception {
        source.file("/snapshots/srv/a", new byte[5]).file("/snapshots/srv/b", new byte[5]);
        source.entry(SourcePath.of("/snapshots/srv/a"), Metadata.Kind.FILE, 5, 2, 42);
        source.entry(SourcePath.of("/snapshots/srv/b"), Metadata.Kind.FILE, 5, 2, 42);
        source.fail(Call.OPEN, "/snapshots/srv/a", DENIED);
        copy(source, image(Grain.ATOMIC, new Quiesce.None(), "/srv"), sink);
        assertThat(sink.contents).containsOnlyKeys(SourcePath.of("/srv/b"));
        assertThat(sink.links).isEmpty();
    }

    @Test
    void memoryStaysBoundedAndComesBackAlsoWhenTheSinkFails() throws Exception {
        for (int i = 0; i < 200; i++) {
            source.file("/snapshots/srv/f" + i, new byte[300_000]);
        }
        Image image = image(Grain.ATOMIC, new Quiesce.None(), "/srv");
        ImageCopy whole = Images.reader(source).copy(image, sink);
        whole.walk();
        assertThat(whole.buffers().peak()).isBetween(2, Images.SMALL.buffers());
        assertThat(whole.buffers().outstanding()).isZero();

        ImageCopy broken = Images.reader(source).copy(image, new RecordingSink() {
            @Override
            public Stored put(Node node, Content content) throws IOException {
                if (nodes.size() > 50) {
                    throw new IOException("no space left");
                }
                return super.put(node, content);
            }
        });
        assertThatThrownBy(broken::walk).hasMessage("no space left");
        assertThat(broken.buffers().outstanding()).isZero();
        assertThat(source.open()).isZero();
    }

    @Test
    void anInterruptEndsTheCopyWithNothingLeftOpen() throws Exception {
        for (int i = 0; i < 100; i++) {
            source.file("/snapshots/srv/f" + i, new byte[300_000]);
        }
        ImageCopy copy = Images.reader(source)
                .copy(image(Grain.ATOMIC, new Quiesce.None(), "/srv"), new RecordingSink() {
                    @Override
                    void between(Node node, long at) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertThatThrownBy(copy::walk).isInstanceOf(InterruptedException.class);
        assertThat(copy.buffers().outstanding()).isZero();
        assertThat(source.open()).isZero();
    }

    @Test
    void anInterruptEndsTheCopyInTheMiddleOfALargeFile() throws Exception {
        source.file("/snapshots/srv/a", new byte[1 << 20]);
        long[] reached = {0};
        ImageCopy copy = Images.reader(source)
                .copy(image(Grain.ATOMIC, new Quiesce.None(), "/srv"), new RecordingSink() {
                    @Override
                    void between(Node node, long at) {
                        reached[0] = at;
                        Thread.currentThread().interrupt();
                    }
                });
        assertThatThrownBy(copy::walk).isInstanceOf(InterruptedException.class);
        assertThat(reached[0]).isBetween(1L, 1L << 19);
    }

    @Test
    void aSubvolumeThatASnapshotOnlyShowsEmptyIsNamed() throws Exception {
        source.file("/snapshots/srv/a", new byte[1]);
        source.entry(SourcePath.of("/snapshots/srv/sub"), Metadata.Kind.FOLDER, 0, 1, 2);
        FileSet files = FileSet.all(SourcePath.of("/srv"));
        Component component = new Component(new ComponentId("files"), List.of(files), new Quiesce.None(), Map.of());
        Volume btrfs = new Volume(SourcePath.of("/srv"), "btrfs", "/dev/sdb", 1);
        Image image = new Image(
                List.of(new ImageComponent("shop", component, Grain.ATOMIC, List.of(new Source(btrfs, files)))),
                List.of(new View.Mirror(SourcePath.of("/srv"), SourcePath.of("/snapshots/srv"))),
                List.of());

        ComponentRead read = only(copy(source, image, sink));

        assertThat(read.remarks())
                .extracting(r -> r.path().toString(), Remark::kind)
                .containsExactly(tuple("/srv/sub", Remark.Kind.NOT_ENTERED));
    }

    @Test
    void aListingShowsNotedMetadataWithTheBytesOfItsClones() throws Exception {
        source.folder("/srv").file("/clones/1", new byte[] {1}).file("/clones/2", new byte[] {2});
        List<View.Entry> entries = List.of(
                entry("/srv/shop", Metadata.Kind.FOLDER, 0, Optional.empty()),
                entry("/srv/shop/a", Metadata.Kind.FILE, 1, Optional.of("/clones/2")),
                entry("/srv/shop/d", Metadata.Kind.FOLDER, 0, Optional.empty()),
                entry("/srv/shop/d/b", Metadata.Kind.FILE, 1, Optional.of("/clones/1")),
                entry("/srv/shop/d/lost", Metadata.Kind.FILE, 1, Optional.empty()),
                entry("/srv/shop/d.x", Metadata.Kind.FILE, 1, Optional.of("/clones/1")));
        Image image = new Image(
                List.of(component(
                        "files",
                        Grain.PER_FILE,
                        new Quiesce.None(),
                        new FileSet(
                                SourcePath.of("/srv/shop"),
                                List.of(),
                                List.of("d.x"),
                                Set.of(Grain.PER_FILE),
                                OptionalInt.empty()))),
                List.of(new Listing(SourcePath.of("/srv/shop"), entries)),
                List.of());

        ComponentRead read = only(copy(source, image, sink));

        assertThat(sink.contents).containsOnlyKeys(SourcePath.of("/srv/shop/a"), SourcePath.of("/srv/shop/d/b"));
        assertThat(sink.contents.get(SourcePath.of("/srv/shop/a"))).containsExactly(2);
        assertThat(sink.node(SourcePath.of("/srv/shop/a")).metadata().uid()).isEqualTo(77);
        assertThat(sink.paths()).contains(SourcePath.root(), SourcePath.of("/srv"));
        assertThat(read.remarks())
                .extracting(r -> r.path().toString(), Remark::kind)
                .containsExactly(
                        tuple("/srv/shop/d/gone", Remark.Kind.VANISHED),
                        tuple("/srv/shop/d/lost", Remark.Kind.MISSING));
    }

    private static View.Entry entry(String path, Metadata.Kind kind, long size, Optional<String> content) {
        Metadata metadata = new Metadata(
                kind,
                0644,
                77,
                77,
                size,
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                path.hashCode(),
                1,
                0,
                new byte[0],
                List.of());
        return new View.Entry(SourcePath.of(path), metadata, content.map(SourcePath::of));
    }

    private record Listing(SourcePath source, List<View.Entry> all) implements View.Listing {
        @Override
        public Stream<View.Entry> entries() {
            return all.stream();
        }

        @Override
        public Optional<View.Entry> entry(SourcePath path) {
            return all.stream().filter(e -> e.path().equals(path)).findFirst();
        }

        @Override
        public List<SourcePath> vanished() {
            return List.of(SourcePath.of("/srv/shop/d/gone"));
        }
    }
}
