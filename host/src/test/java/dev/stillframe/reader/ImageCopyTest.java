// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static dev.stillframe.reader.Images.copy;
import static dev.stillframe.reader.Images.only;
import static dev.stillframe.reader.Images.path;
import static dev.stillframe.reader.Images.set;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCopyTest {
    @TempDir
    Path folder;

    private Path root;
    private final RecordingSink sink = new RecordingSink();

    @BeforeEach
    void makeRoot() throws Exception {
        root = Files.createDirectory(folder.toRealPath().resolve("root"));
    }

    @Test
    void everyEntryComesInTheOrderOfPathsWithTheFoldersAboveTheRoot() throws Exception {
        Files.createDirectories(root.resolve("b/c"));
        Files.writeString(root.resolve("b/c/one"), "1");
        Files.writeString(root.resolve("b.txt"), "2");
        Files.writeString(root.resolve("a"), "3");
        Files.createSymbolicLink(root.resolve("link"), Path.of("a"));

        ReadReport report = copy(Images.still(root), sink);

        assertThat(sink.paths()).isSorted();
        assertThat(sink.paths().get(0)).isEqualTo(SourcePath.root());
        assertThat(sink.paths())
                .containsSubsequence(
                        path(folder.toRealPath()),
                        path(root),
                        path(root.resolve("a")),
                        path(root.resolve("b")),
                        path(root.resolve("b/c")),
                        path(root.resolve("b/c/one")),
                        path(root.resolve("b.txt")),
                        path(root.resolve("link")));
        assertThat(sink.text(path(root.resolve("b/c/one")))).isEqualTo("1");
        assertThat(new String(sink.node(path(root.resolve("link"))).metadata().linkTarget(), UTF_8))
                .isEqualTo("a");
        assertThat(report.files()).isEqualTo(3);
        assertThat(only(report).folders()).isEqualTo(3);
        assertThat(only(report).whole()).isTrue();
        assertThat(only(report).remarks()).isEmpty();
    }

    @Test
    void whatIsReadElsewhereStandsAtItsRealPath() throws Exception {
        Files.writeString(root.resolve("a"), "1");
        Path source = Path.of("/srv/not/here");

        copy(Images.mirror(source, root, set(source, List.of(), List.of())), sink);

        assertThat(sink.text(SourcePath.of("/srv/not/here/a"))).isEqualTo("1");
    }

    @Test
    void aSparseFileOfFiveGibibytesCostsWhatIsInIt() throws Exception {
        Path file = root.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(5L << 30);
            sparse.seek(3L << 30);
            sparse.write("in the middle".getBytes(UTF_8));
        }
        ReadReport report = copy(Images.still(root), new RecordingSink() {
            @Override
            public Stored put(Node node, Content content) throws IOException {
                assertThat(content.size()).isEqualTo(5L << 30);
                long data = content.ranges().stream()
                        .filter(r -> r.state() == Range.State.DATA)
                        .mapToLong(Range::length)
                        .sum();
                assertThat(data).isBetween(13L, 1L << 20);
                return Stored.of(Sha256.of(new byte[32]), content.size());
            }
        });
        assertThat(report.bytesRead()).isLessThan(4L << 20);
        assertThat(report.bytes()).isEqualTo(5L << 30);
    }

    @Test
    void tenThousandSmallFilesComeWholeAndInOrder() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            Files.writeString(root.resolve("f" + i), "content " + i);
        }
        ImageCopy copy = Images.reader(new LinuxSource()).copy(Images.still(root), sink);
        copy.walk();
        assertThat(copy.report().files()).isEqualTo(10_000);
        assertThat(sink.paths()).isSorted();
        assertThat(sink.text(path(root.resolve("f77")))).isEqualTo("content 77");
        assertThat(copy.buffers().outstanding()).isZero();
    }

    @Test
    void liveFilesThatLieStillAreReadWithoutARemark() throws Exception {
        Files.writeString(root.resolve("a"), "1");
        Files.write(root.resolve("large"), new byte[3 << 20]);
        ReadReport report = copy(Images.live(new Quiesce.None(), root), sink);
        assertThat(only(report).remarks()).isEmpty();
        assertThat(report.files()).isEqualTo(2);
    }
}
