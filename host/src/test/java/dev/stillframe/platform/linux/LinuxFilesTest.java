// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFilesTest {
    private static final byte[] STRANGE = {'a', '\n', (byte) 0xff, (byte) 0xfe, '\\', 'z'};
    private static final Instant PAST = Instant.parse("2001-02-03T04:05:06.123456789Z");

    @TempDir
    Path temp;

    private SourcePath folder;

    @BeforeEach
    void realPath() throws IOException {
        folder = SourcePath.of(temp.toRealPath().toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenByDescriptorIsReadBackByPathWithAllItsMetadata() throws Exception {
        Attribute attribute = new Attribute("user.note", new byte[] {1, 0, 2, (byte) 0xff});
        try (DirectoryHandle handle = DirectoryHandle.open(folder);
                NewFile file = handle.create(STRANGE, 0600)) {
            file.write(ByteBuffer.wrap(bytes("head")), 0);
            file.write(
                    ByteBuffer.allocateDirect(4)
                            .put(new byte[] {'t', 'a', 'i', 'l'})
                            .flip(),
                    1 << 20);
            file.setPermissions(04751);
            file.setAttribute(attribute);
            file.setModified(PAST);
            file.sync();
        }
        Metadata metadata = LinuxFiles.metadata(folder.child(STRANGE));
        assertThat(metadata.kind()).isEqualTo(Kind.FILE);
        assertThat(metadata.permissions()).isEqualTo(04751);
        assertThat(metadata.size()).isEqualTo((1 << 20) + 4);
        assertThat(metadata.modified()).isEqualTo(PAST);
        assertThat(metadata.links()).isEqualTo(1);
        assertThat(metadata.attributes()).contains(attribute);
        try (OpenFile file = LinuxFiles.open(folder.child(STRANGE))) {
            assertThat(file.metadata()).isEqualTo(metadata);
            assertThat(file.data(metadata.size())).containsExactly(new FileRange(0, 4096), new FileRange(1 << 20, 4));
            ByteBuffer heap = ByteBuffer.allocate(10).put((byte) '>');
            assertThat(file.read(heap, (1 << 20) + 1)).isEqualTo(3);
            assertThat(new String(heap.array(), 0, 4, StandardCharsets.UTF_8)).isEqualTo(">ail");
            ByteBuffer direct = ByteBuffer.allocateDirect(10).put((byte) '>');
            assertThat(file.read(direct, 0)).isEqualTo(9);
            assertThat(direct.get(1)).isEqualTo((byte) 'h');
            assertThat(file.read(heap, metadata.size())).isEqualTo(-1);
        }
    }

    @Test
    void namesOfAnyBytesAreListedInTheOrderOfPaths() throws Exception {
        List<byte[]> names = List.of(bytes("a"), STRANGE, bytes("a-b"), bytes("ä"));
        try (DirectoryHandle handle = DirectoryHandle.open(folder)) {
            for (byte[] name : names) {
                handle.makeFolder(name, 0700);
            }
        }
        List<SourcePath> expected = names.stream().map(folder::child).sorted().toList();
        assertThat(LinuxFiles.list(folder).stream().map(folder::child).toList()).isEqualTo(expected);
    }

    @Test
    void aFolderOfThousandsOfNamesIsListedWhole() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(temp.resolve("a file whose name takes some room in the buffer, number " + i));
        }
        assertThat(LinuxFiles.list(folder)).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void linksAndNodesAreDescribedAndNeverFollowed() throws Exception {
        byte[] link = bytes("link");
        byte[] fifo = bytes("fifo");
        byte[] target = {'/', 'n', 'o', (byte) 0xff, '\n'};
        try (DirectoryHandle handle = DirectoryHandle.open(folder)) {
            handle.makeSymbolicLink(link, target);
            handle.setModified(link, PAST);
            handle.makeNode(fifo, Kind.FIFO, 0600, 0);
            handle.setPermissions(fifo, 0642);
            handle.setModified(fifo, PAST);
            handle.makeHardLink(bytes("other"), handle, fifo);
            assertThatThrownBy(() -> handle.setPermissions(link, 0600)).isInstanceOf(LinuxException.class);
        }
        Metadata metadata = LinuxFiles.metadata(folder.child(link));
        assertThat(metadata.kind()).isEqualTo(Kind.SYMBOLIC_LINK);
        assertThat(metadata.linkTarget()).isEqualTo(target);
        assertThat(metadata.modified()).isEqualTo(PAST);
        assertThat(metadata.size()).isEqualTo(target.length);
        Metadata node = LinuxFiles.metadata(folder.child(fifo));
        assertThat(node.kind()).isEqualTo(Kind.FIFO);
        assertThat(node.permissions()).isEqualTo(0642);
        assertThat(node.links()).isEqualTo(2);
        assertThat(node).isEqualTo(LinuxFiles.metadata(folder.resolve("other")));
    }

    @Test
    void noSymbolicLinkOnTheWayIsFollowed() throws Exception {
        Files.createDirectory(temp.resolve("real"));
        Files.writeString(temp.resolve("real/file"), "x");
        Files.createSymbolicLink(temp.resolve("link"), temp.resolve("real"));
        Files.createSymbolicLink(temp.resolve("real/also"), temp.resolve("real/file"));
        assertThatThrownBy(() -> LinuxFiles.open(folder.resolve("link/file")))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
        assertThatThrownBy(() -> LinuxFiles.open(folder.resolve("real/also")))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
        assertThatThrownBy(() -> LinuxFiles.list(folder.resolve("link"))).isInstanceOf(LinuxException.class);
        try (DirectoryHandle handle = DirectoryHandle.open(folder)) {
            assertThatThrownBy(() -> handle.folder(bytes("link"))).isInstanceOf(LinuxException.class);
            assertThatThrownBy(() -> handle.folder(bytes(".."))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> handle.create(bytes("link"), 0600))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
        }
        assertThat(LinuxFiles.realPath(folder.resolve("link/also"))).isEqualTo(folder.resolve("real/file"));
    }

    @Test
    void aFailureNamesThePathTheReasonAndTheCall() {
        assertThatThrownBy(() -> LinuxFiles.metadata(folder.resolve("absent")))
                .hasMessage(folder + "/absent: no such file or folder (statx: ENOENT)")
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.vanished()).isTrue());
        assertThatThrownBy(() -> LinuxFiles.open(folder)).hasMessageContaining("not a regular file");
    }

    @Test
    void aFifoIsNotWaitedFor() throws Exception {
        try (DirectoryHandle handle = DirectoryHandle.open(folder)) {
            handle.makeNode(bytes("fifo"), Kind.FIFO, 0600, 0);
            assertThatThrownBy(() -> handle.file(bytes("fifo"))).hasMessageContaining("not a regular file");
        }
    }

    @Test
    void anEntryIsRenamedAndRemovedWithinOpenFolders() throws Exception {
        try (DirectoryHandle handle = DirectoryHandle.open(folder)) {
            handle.makeFolder(bytes("sub"), 0755);
            handle.create(bytes("file"), 0600).close();
            try (DirectoryHandle sub = handle.folder(bytes("sub"))) {
                handle.rename(bytes("file"), sub, bytes("moved"));
                assertThatThrownBy(() -> handle.removeFolder(bytes("sub")))
                        .isInstanceOfSatisfying(
                                LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTEMPTY));
                assertThat(sub.status(bytes("moved")).kind()).isEqualTo(Kind.FILE);
                sub.remove(bytes("moved"));
                sub.sync();
            }
            handle.removeFolder(bytes("sub"));
            assertThat(handle.list()).isEmpty();
        }
    }

    @Test
    void aClosedHandleIsRefusedAndNeverReachesAnotherFile() throws Exception {
        DirectoryHandle handle = DirectoryHandle.open(folder);
        handle.close();
        handle.close();
        assertThatThrownBy(handle::list)
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
    }
}
