// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static dev.stillframe.reader.Images.only;
import static dev.stillframe.reader.Images.path;
import static dev.stillframe.reader.Images.set;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.LateFile.Bytes;
import dev.stillframe.api.LateFile.CopyOf;
import dev.stillframe.api.LateFile.Place.At;
import dev.stillframe.api.LateFile.Place.Beside;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateFilesTest {
    private static final ComponentId FILES = new ComponentId("files");

    @TempDir
    Path folder;

    private Path root;
    private final RecordingSink sink = new RecordingSink();

    @BeforeEach
    void makeRoot() throws Exception {
        root = Files.createDirectory(folder.toRealPath().resolve("root"));
        Files.createDirectory(root.resolve("wal"));
        Files.writeString(root.resolve("wal/1"), "in the image");
        Files.writeString(root.resolve("wal/3"), "in the image");
        Files.writeString(root.resolve("zeta"), "in the image");
    }

    private static Late late(LateFile.Place place, LateFile.Content content) {
        return new Late("shop", new LateFile(FILES, place, content));
    }

    private Late at(String name, String text) {
        return late(new At(path(root.resolve(name)), Optional.empty()), new Bytes(text.getBytes(UTF_8)));
    }

    @Test
    void lateFilesReplaceAndAddInTheOrderOfPaths() throws Exception {
        Image image = Images.still(root)
                .with(List.of(
                        late(new Beside("notes/label"), new Bytes("beside".getBytes(UTF_8))),
                        at("wal/3", "late"),
                        at("wal/2", "late")));
        ReadReport report = Images.copy(image, sink);

        assertThat(sink.paths()).isSorted().doesNotHaveDuplicates();
        assertThat(sink.text(path(root.resolve("wal/1")))).isEqualTo("in the image");
        assertThat(sink.text(path(root.resolve("wal/2")))).isEqualTo("late");
        assertThat(sink.text(path(root.resolve("wal/3")))).isEqualTo("late");
        assertThat(sink.text(SourcePath.of("/.stillframe/shop/files/notes/label")))
                .isEqualTo("beside");
        assertThat(sink.paths()).contains(SourcePath.of("/.stillframe"), SourcePath.of("/.stillframe/shop/files"));
        assertThat(sink.node(SourcePath.of("/.stillframe/shop/files/notes/label"))
                        .metadata()
                        .permissions())
                .isEqualTo(0600);
        assertThat(only(report).lateFiles()).isEqualTo(3);
        assertThat(only(report).files()).isEqualTo(5);
        assertThat(only(report).whole()).isTrue();
    }

    @Test
    void aLateFileGetsOwnerAndModeOfWhatItIsLikeOrOfItsSource() throws Exception {
        Files.setPosixFilePermissions(root.resolve("wal"), PosixFilePermissions.fromString("rwxr-x---"));
        Path source = Files.writeString(folder.toRealPath().resolve("source"), "copied");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r-----"));
        Image image = Images.still(root)
                .with(List.of(
                        late(
                                new At(path(root.resolve("wal/2")), Optional.of(path(root.resolve("wal")))),
                                new Bytes(new byte[] {1})),
                        late(new At(path(root.resolve("wal/4")), Optional.empty()), new CopyOf(path(source)))));
        Images.copy(image, sink);
        assertThat(sink.node(path(root.resolve("wal/2"))).metadata().permissions())
                .isEqualTo(0640);
        Metadata copied = sink.node(path(root.resolve("wal/4"))).metadata();
        assertThat(copied.permissions()).isEqualTo(0640);
        assertThat(copied.modified())
                .isEqualTo(Files.getLastModifiedTime(source).toInstant());
        assertThat(sink.text(path(root.resolve("wal/4")))).isEqualTo("copied");
    }

    @Test
    void lateFilesAfterTheCopyBringTheFoldersThatTheyNeed() throws Exception {
        Files.createDirectory(root.resolve("left-out"));
        Image image = Images.mirror(root, root, set(root, List.of(), List.of("left-out")));
        ImageCopy copy = Images.reader(new LinuxSource()).copy(image, sink);
        copy.walk();
        assertThat(sink.paths()).doesNotContain(path(root.resolve("left-out")));

        copy.add(List.of(at("left-out/new", "late"), at("wal/1", "late")));

        assertThat(sink.paths()).containsOnlyOnce(path(root.resolve("left-out")), path(root.resolve("wal")));
        assertThat(sink.text(path(root.resolve("left-out/new")))).isEqualTo("late");
        assertThat(sink.text(path(root.resolve("wal/1")))).isEqualTo("late");
    }

    @Test
    void aLateFileThatCannotBeReadMakesItsComponentIncomplete() throws Exception {
        Late gone = late(
                new At(path(root.resolve("wal/2")), Optional.empty()),
                new CopyOf(path(folder.toRealPath().resolve("gone"))));
        ComponentRead read = only(Images.copy(Images.still(root).with(List.of(gone)), sink));
        assertThat(read.remarks()).extracting(Remark::kind).containsExactly(Remark.Kind.MISSING);
        assertThat(read.whole()).isFalse();
    }

    @Test
    void theImageShowsWhatARestoreWouldBringBack() throws Exception {
        Image image = Images.still(root)
                .with(List.of(
                        at("wal/2", "late"), at("wal/3", "late"), late(new Beside("label"), new Bytes(new byte[1]))));
        ImageReader reader = Images.reader(new LinuxSource());
        try (ImageReader.OpenImage open = reader.view(image, "shop");
                Stream<ImageFile> files = open.files(FILES)) {
            assertThat(files.map(
                            f -> f.path().toString().substring(root.toString().length()) + "=" + text(f)))
                    .containsExactly("/wal/1=in the image", "/wal/2=late", "/wal/3=late", "/zeta=in the image");
            assertThat(open.file(path(root.resolve("wal/3"))).map(LateFilesTest::text))
                    .contains("late");
            assertThat(open.file(path(root.resolve("zeta"))).map(LateFilesTest::text))
                    .contains("in the image");
            assertThat(open.file(path(root.resolve("wal")))).isEmpty();
            assertThat(open.file(path(root.resolve("nothing")))).isEmpty();
            assertThat(open.file(SourcePath.of("/etc/passwd"))).isEmpty();
        }
        try (ImageReader.OpenImage other = reader.view(image, "other");
                Stream<ImageFile> files = other.files(FILES)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void manyFilesOfAnImageAreReadPieceByPieceWithFewOpen() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.write(root.resolve("f" + i), new byte[] {(byte) i, (byte) (i + 1)});
        }
        try (ImageReader.OpenImage open = Images.reader(new LinuxSource()).view(Images.still(root), "shop");
                Stream<ImageFile> files = open.files(FILES)) {
            List<ImageFile> all =
                    files.filter(f -> f.path().toString().contains("/f")).toList();
            assertThat(all).hasSize(300);
            for (int at = 0; at < 2; at++) {
                for (ImageFile file : all) {
                    ByteBuffer one = ByteBuffer.allocate(1);
                    assertThat(file.read(one, at)).isEqualTo(1);
                    assertThat(file.read(ByteBuffer.allocate(1), 2)).isEqualTo(-1);
                    int number = Integer.parseInt(new String(file.path().name(), UTF_8).substring(1));
                    assertThat(one.get(0)).isEqualTo((byte) (number + at));
                }
            }
        }
    }

    @Test
    void theStoredImageShowsWhatWasStored() throws Exception {
        Image image = Images.mirror(root, root, set(root, List.of(), List.of("left-out")));
        ImageCopy copy = Images.reader(new LinuxSource()).copy(image, sink);
        copy.walk();
        List<Late> late = List.of(at("left-out/new", "late"), at("zeta", "late"));
        copy.add(late);
        Files.writeString(root.resolve("zeta"), "changed since");

        ImageReader.OpenImage open = Images.reader(new LinuxSource()).stored(new Tree(sink), image.with(late), "shop");
        try (open;
                Stream<ImageFile> files = open.files(FILES)) {
            assertThat(files.map(
                            f -> f.path().toString().substring(root.toString().length()) + "=" + text(f)))
                    .containsExactly("/left-out/new=late", "/wal/1=in the image", "/wal/3=in the image", "/zeta=late");
            assertThat(open.file(path(root.resolve("zeta"))).map(LateFilesTest::text))
                    .contains("late");
            assertThat(open.file(SourcePath.root())).isEmpty();
        }
    }

    private static String text(ImageFile file) {
        ByteBuffer buffer = ByteBuffer.allocate((int) file.size());
        try {
            while (file.read(buffer, buffer.position()) > 0) {
                // until it is full
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new String(buffer.array(), UTF_8);
    }

    /** What a sink recorded, as a store would show it: sorted, the later of one path. */
    private record Tree(RecordingSink sink) implements StoredTree {
        @Override
        public Stream<Item> items() {
            return sink.paths().stream().distinct().sorted().map(p -> item(p).orElseThrow());
        }

        @Override
        public Optional<Item> item(SourcePath path) {
            return sink.nodes.stream()
                    .filter(n -> n.path().equals(path))
                    .reduce((first, second) -> second)
                    .map((Node n) -> new Item(n, Optional.empty(), false, Optional.empty()));
        }

        @Override
        public Content open(Item item) {
            byte[] bytes = sink.contents.get(item.node().path());
            return new HeldContent(
                    List.of(ByteBuffer.wrap(bytes)),
                    Math.max(1, bytes.length),
                    bytes.length,
                    List.of(new Range(0, bytes.length, Range.State.DATA)));
        }

        @Override
        public void close() {}
    }
}
