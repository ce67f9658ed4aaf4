// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static dev.stillframe.reader.Images.component;
import static dev.stillframe.reader.Images.copy;
import static dev.stillframe.reader.Images.only;
import static dev.stillframe.reader.Images.path;
import static dev.stillframe.reader.Images.set;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.NewFile;
import dev.stillframe.tree.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntriesTest {
    @TempDir
    Path folder;

    private Path root;
    private final RecordingSink sink = new RecordingSink();

    @BeforeEach
    void makeRoot() throws Exception {
        root = Files.createDirectory(folder.toRealPath().resolve("root"));
    }

    @Test
    void namesThatAreNoTextOrHaveNewlinesComeAsTheyAre() throws Exception {
        byte[] broken = {'a', (byte) 0xff, '\n', '\\', ' ', (byte) 0xc3};
        try (DirectoryHandle handle = DirectoryHandle.open(path(root));
                NewFile file = handle.create(broken, 0600)) {
            file.write(ByteBuffer.wrap("x".getBytes(UTF_8)), 0);
        }
        copy(Images.still(root), sink);
        assertThat(sink.text(path(root).child(broken))).isEqualTo("x");
    }

    @Test
    void otherNamesOfAFileAreLinksToTheFirst() throws Exception {
        Files.createDirectory(root.resolve("b"));
        Files.writeString(root.resolve("b/one"), "same");
        Files.createLink(root.resolve("a"), root.resolve("b/one"));
        Files.createLink(root.resolve("z"), root.resolve("b/one"));

        ReadReport report = copy(Images.still(root), sink);

        assertThat(sink.contents).containsOnlyKeys(path(root.resolve("a")));
        assertThat(sink.links)
                .isEqualTo(Map.of(
                        path(root.resolve("b/one")), path(root.resolve("a")),
                        path(root.resolve("z")), path(root.resolve("a"))));
        assertThat(report.files()).isEqualTo(1);
        assertThat(only(report).files()).isEqualTo(3);
    }

    @Test
    void aFifoIsKeptAndNeverOpenedAndASocketIsNamed() throws Exception {
        try (DirectoryHandle handle = DirectoryHandle.open(path(root))) {
            handle.makeNode("fifo".getBytes(UTF_8), Kind.FIFO, 0640, 0);
            handle.makeNode("socket".getBytes(UTF_8), Kind.SOCKET, 0600, 0);
        }
        ComponentRead read = only(copy(Images.live(new Quiesce.None(), root), sink));
        assertThat(sink.node(path(root.resolve("fifo"))).metadata().kind()).isEqualTo(Kind.FIFO);
        assertThat(sink.paths()).doesNotContain(path(root.resolve("socket")));
        assertThat(read.notRead()).extracting(Remark::kind).containsExactly(Remark.Kind.SOCKET);
        assertThat(read.whole()).isTrue();
    }

    @Test
    void aDeviceIsKeptWithItsNumber() throws Exception {
        try (DirectoryHandle handle = DirectoryHandle.open(path(root))) {
            handle.makeNode("null".getBytes(UTF_8), Kind.CHARACTER_DEVICE, 0600, 0x103);
        } catch (LinuxException e) {
            assumeTrue(false, "devices can only be made with CAP_MKNOD: " + e.getMessage());
        }
        copy(Images.still(root), sink);
        Metadata device = sink.node(path(root.resolve("null"))).metadata();
        assertThat(device.kind()).isEqualTo(Kind.CHARACTER_DEVICE);
        assertThat(device.special()).isEqualTo(0x103);
    }

    @Test
    void attributesAndAccessListsComeByteForByte() throws Exception {
        Files.writeString(root.resolve("a"), "x");
        byte[] value = {0, (byte) 0xff, '\n', 7};
        // struct posix_acl_xattr_header and entries, see linux/posix_acl_xattr.h: u::rw- u:1000:r-- g::r-- m::r--
        // o::---
        byte[] acl = acl(new int[][] {{1, 6, -1}, {2, 4, 1000}, {4, 4, -1}, {0x10, 4, -1}, {0x20, 0, -1}});
        try (DirectoryHandle handle = DirectoryHandle.open(path(root))) {
            handle.setAttribute("a".getBytes(UTF_8), new Attribute("user.binary", value));
            handle.setAttribute("a".getBytes(UTF_8), new Attribute("system.posix_acl_access", acl));
        } catch (LinuxException e) {
            assumeTrue(false, "this filesystem has no attributes or no access lists: " + e.getMessage());
        }
        copy(Images.still(root), sink);
        assertThat(sink.node(path(root.resolve("a"))).metadata().attributes())
                .contains(new Attribute("user.binary", value), new Attribute("system.posix_acl_access", acl));
    }

    private static byte[] acl(int[][] entries) {
        ByteBuffer acl = ByteBuffer.allocate(4 + 8 * entries.length).order(ByteOrder.LITTLE_ENDIAN);
        acl.putInt(2);
        for (int[] entry : entries) {
            acl.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
        }
        return acl.array();
    }

    @Test
    void patternsDecideAndFoldersOnTheWayAreKeptOnlyIfSomethingBelowThemIs() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        Files.createDirectories(root.resolve("empty/deep"));
        Files.writeString(root.resolve("a/b/x.txt"), "1");
        Files.writeString(root.resolve("a/b/x.tmp"), "2");
        Files.writeString(root.resolve("a/no.txt"), "3");

        copy(Images.mirror(root, root, set(root, List.of("**/*.txt"), List.of("a/no.*"))), sink);

        assertThat(sink.paths())
                .contains(path(root), path(root.resolve("a")), path(root.resolve("a/b")))
                .contains(path(root.resolve("a/b/x.txt")))
                .doesNotContain(
                        path(root.resolve("a/b/x.tmp")),
                        path(root.resolve("a/no.txt")),
                        path(root.resolve("empty")),
                        path(root.resolve("empty/deep")));
    }

    @Test
    void whatIsInSeveralFileSetsIsStoredOnceAndCountedForEach() throws Exception {
        Files.createDirectories(root.resolve("data/wal"));
        Files.writeString(root.resolve("data/one"), "1");
        Files.writeString(root.resolve("data/wal/two"), "22");
        ImageComponent all = component("all", Grain.ATOMIC, new Quiesce.None(), set(root, List.of(), List.of()));
        ImageComponent wal = component(
                "wal",
                Grain.ATOMIC,
                new Quiesce.None(),
                set(root.resolve("data/wal"), List.of(), List.of()),
                set(root.resolve("data"), List.of("wal"), List.of()));
        View mirror = new View.Mirror(path(root), path(root));
        ReadReport report = copy(new Image(List.of(all, wal), List.of(mirror, mirror), List.of()), sink);

        assertThat(sink.paths()).doesNotHaveDuplicates();
        assertThat(report.files()).isEqualTo(2);
        assertThat(report.of(all.key()).files()).isEqualTo(2);
        assertThat(report.of(wal.key()).files()).isEqualTo(1);
        assertThat(report.of(wal.key()).bytes()).isEqualTo(2);
    }

    @Test
    void aDeeperViewShowsWhatTheOuterOneCannotAndLiveFilesYieldToSnapshots() throws Exception {
        Path outer = Files.createDirectories(folder.toRealPath().resolve("outer"));
        Path inner = Files.createDirectories(folder.toRealPath().resolve("inner"));
        Files.createDirectories(outer.resolve("sub"));
        Files.writeString(outer.resolve("sub/hidden"), "outer");
        Files.writeString(outer.resolve("a"), "outer");
        Files.writeString(inner.resolve("b"), "inner");
        Files.writeString(root.resolve("a"), "live");
        Image image = new Image(
                Images.still(root).components(),
                List.of(
                        new View.Mirror(path(root.resolve("a")), path(root.resolve("a"))),
                        new View.Mirror(path(root), path(outer)),
                        new View.Mirror(path(root.resolve("sub")), path(inner))),
                List.of());

        copy(image, sink);

        assertThat(sink.text(path(root.resolve("a")))).isEqualTo("outer");
        assertThat(sink.text(path(root.resolve("sub/b")))).isEqualTo("inner");
        assertThat(sink.paths())
                .doesNotContain(path(root.resolve("sub/hidden")))
                .isSorted();
    }

    @Test
    void aLinkThatIsSwappedInForAFolderLeadsNowhere() throws Exception {
        Path outside = Files.createDirectory(folder.toRealPath().resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        for (int i = 0; i < 50; i++) {
            Files.createDirectories(root.resolve("d" + i));
            Files.writeString(root.resolve("d" + i + "/secret"), "mine");
        }
        RecordingSink swapping = new RecordingSink() {
            @Override
            void between(Node node, long at) throws IOException {
                for (int i = 0; i < 50; i++) {
                    Path gone = root.resolve("gone" + i);
                    if (!Files.exists(gone)) {
                        Files.move(root.resolve("d" + i), gone);
                        Files.createSymbolicLink(root.resolve("d" + i), outside);
                    }
                }
            }
        };
        ComponentRead read = only(copy(Images.live(new Quiesce.BackupMode(), root), swapping));
        assertThat(swapping.contents.values())
                .extracting(b -> new String(b, UTF_8))
                .containsOnly("mine");
        assertThat(swapping.contents).hasSizeLessThan(101);
        assertThat(read.whole()).isTrue();
    }

    @Test
    void randomTreesComeAsANaiveWalkSeesThem() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (DirectoryHandle handle = DirectoryHandle.open(path(root))) {
            grow(handle, random, 4);
        }
        Map<SourcePath, Metadata> expected = new TreeMap<>();
        naive(path(root), expected);

        ReadReport report = copy(Images.still(root), sink);

        assertThat(sink.paths()).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
        Map<SourcePath, Metadata> found = new TreeMap<>();
        sink.nodes.stream()
                .filter(n -> n.path().startsWith(path(root)))
                .forEach(n -> found.put(n.path(), n.metadata()));
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        assertThat(only(report).whole()).isTrue();
        for (Map.Entry<SourcePath, byte[]> content : sink.contents.entrySet()) {
            ByteBuffer bytes = ByteBuffer.allocate(content.getValue().length);
            try (var file = LinuxFiles.open(content.getKey())) {
                file.read(bytes, 0);
            }
            assertThat(content.getValue())
                    .as("%s, seed %d", content.getKey(), seed)
                    .isEqualTo(bytes.array());
        }
    }

    private static void grow(DirectoryHandle folder, Random random, int depth) throws LinuxException {
        for (int i = random.nextInt(8); i >= 0; i--) {
            byte[] name = new byte[1 + random.nextInt(12)];
            for (int j = 0; j < name.length; j++) {
                int value = random.nextInt(256);
                name[j] = (byte) (value == 0 || value == '/' ? '.' : value);
            }
            name[0] = (byte) ('a' + random.nextInt(26));
            try {
                if (depth > 0 && random.nextInt(3) == 0) {
                    folder.makeFolder(name, 0700 | random.nextInt(0100));
                    try (DirectoryHandle child = folder.folder(name)) {
                        grow(child, random, depth - 1);
                    }
                } else if (random.nextInt(5) == 0) {
                    folder.makeSymbolicLink(name, new byte[] {'/', (byte) 0xfe});
                } else {
                    try (NewFile file = folder.create(name, 0600)) {
                        byte[] bytes = new byte[random.nextInt(200_000)];
                        random.nextBytes(bytes);
                        file.write(ByteBuffer.wrap(bytes), 0);
                    }
                }
            } catch (LinuxException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
            }
        }
    }

    private static void naive(SourcePath path, Map<SourcePath, Metadata> into) throws LinuxException {
        Metadata metadata = LinuxFiles.metadata(path);
        into.put(path, metadata);
        if (metadata.kind() == Kind.FOLDER) {
            for (byte[] name : LinuxFiles.list(path)) {
                naive(path.child(name), into);
            }
        }
    }
}
