// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.restore.TreeRestorer;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.MemoryContent;
import dev.stillframe.tree.MemoryTree;
import dev.stillframe.tree.StoreException;
import dev.stillframe.tree.StoredTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a filesystem of 4 MiB. */
class FullDiskTest {
    @TempDir
    Path scratch;

    private Path disk;
    private boolean mounted;
    private ArchiveFolder store;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(Privileges.administersFilesystems(), "mounting needs root");
        disk = Files.createDirectory(scratch.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=4m", "stillframe-test", disk.toString());
        mounted = true;
        store = new ArchiveFolder(disk, ArchiveFormat.TAR_ZSTD);
        store.init();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    @Test
    void aFullDiskIsSaidWhileContentsAreWritten() throws Exception {
        try (Draft draft = store.begin(ArchiveFolderTest.label("one", 1))) {
            byte[] bytes = noise(12 << 20);
            assertThatThrownBy(() -> draft.put(ArchiveFolderTest.file("/a", bytes.length), MemoryContent.of(bytes)))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("store.full"));
        }
        assertNothingIsLeft();
    }

    @Test
    void aFullDiskIsSaidAtPublication() throws Exception {
        try (Draft draft = store.begin(ArchiveFolderTest.label("one", 1))) {
            byte[] bytes = noise(3 << 20); // fits into a frame that is not written yet
            draft.put(ArchiveFolderTest.file("/a", bytes.length), MemoryContent.of(bytes));
            Files.write(disk.resolve("other"), noise(2 << 20));
            assertThatThrownBy(() -> draft.publish("{}"))
                    .isInstanceOfSatisfying(
                            StillframeException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("store.full"));
        }
        Files.delete(disk.resolve("other"));
        assertNothingIsLeft();
    }

    @Test
    void aReadOnlyDiskIsSaid() throws Exception {
        run("mount", "-o", "remount,ro", disk.toString());
        assertThatThrownBy(() -> store.begin(ArchiveFolderTest.label("one", 1)))
                .isInstanceOfSatisfying(
                        StillframeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("store.read-only"));
    }

    @Test
    void aRestoreOntoAFullDiskSaysSoAndLeavesNoHalfFile() throws Exception {
        MemoryTree tree = new MemoryTree();
        byte[] bytes = noise(12 << 20);
        tree.put(ArchiveFolderTest.file("/a", bytes.length), MemoryContent.of(bytes));
        Path target = disk.resolve("target");
        assertThatThrownBy(() -> TreeRestorer.restore(
                        tree, new TreeRestorer.Order(target, path -> true, false, "backup"), progress -> {}))
                .isInstanceOfSatisfying(
                        StillframeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("restore.full"));
        assertThat(target)
                .isDirectoryNotContaining(path -> !path.endsWith(".stillframe-restore")); // what goes on from here
    }

    @Test
    void anExportOntoAFullDiskSaysSoAndLeavesNothing() throws Exception {
        ArchiveFolder roomy = new ArchiveFolder(scratch.resolve("roomy"), ArchiveFormat.TAR_ZSTD);
        roomy.init();
        Published published;
        try (Draft draft = roomy.begin(ArchiveFolderTest.label("one", 1))) {
            byte[] bytes = noise(12 << 20);
            draft.put(ArchiveFolderTest.file("/a", bytes.length), MemoryContent.of(bytes));
            published = draft.publish("{}");
        }
        try (StoredTree tree = roomy.open(published)) {
            assertThatThrownBy(() -> ArchiveExport.export(
                            tree, published, disk.resolve("out.zip"), progress -> {}, remark -> {}))
                    .isInstanceOfSatisfying(
                            StillframeException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("store.full"));
        }
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(store.list().backups()).isEmpty();
        assertThat(store.list().problems()).isEmpty();
        try (var left = Files.list(disk)) {
            assertThat(left).containsExactly(disk.resolve(FolderMarker.NAME));
        }
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("%s", String.join(" ", command)).isZero();
    }
}
