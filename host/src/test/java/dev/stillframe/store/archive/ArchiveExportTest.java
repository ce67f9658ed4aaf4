// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.RandomTree;
import dev.stillframe.tree.StoredTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveExportTest {
    @TempDir
    Path scratch;

    private final RandomTree tree = new RandomTree(System.nanoTime());
    private ArchiveFolder store;
    private Published published;

    @BeforeEach
    void backUp() throws Exception {
        store = new ArchiveFolder(scratch.resolve("store"), ArchiveFormat.TAR_ZSTD);
        store.init();
        try (Draft draft = store.begin(ArchiveFolderTest.label("one", 1))) {
            tree.writeTo(draft);
            published = draft.publish("{}");
        }
    }

    @Test
    void aBackupGoesIntoAnotherFormatAsTheFilesNameSays() throws Exception {
        Path file = scratch.resolve("out.zip");
        List<String> remarks = new ArrayList<>();
        try (StoredTree stored = store.open(published)) {
            assertThat(ArchiveExport.export(stored, published, file, bytes -> {}, remarks::add))
                    .isEqualTo(Files.size(file));
        }
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (RandomTree.Put put : tree.puts().values()) {
                if (put.content() != null) {
                    var entry = zip.getEntry(ZipEntries.entry(put.node()).getName());
                    assertThat(entry).as("%s", put.node().path()).isNotNull();
                    try (var in = zip.getInputStream(entry)) {
                        assertThat(in.readAllBytes()).isEqualTo(put.content().bytes());
                    }
                }
            }
        }
        boolean hasLinks = tree.puts().values().stream().anyMatch(put -> put.linkTo() != null);
        assertThat(remarks.stream().anyMatch(remark -> remark.contains("hard links")))
                .isEqualTo(hasLinks);
        assertOnly("store", "out.zip");
    }

    @Test
    void aTarGzHasEveryEntry() throws Exception {
        Path file = scratch.resolve("out.tar.gz");
        try (StoredTree stored = store.open(published)) {
            ArchiveExport.export(stored, published, file, bytes -> {}, remark -> {});
        }
        int entries = 0;
        try (var in = new TarArchiveInputStream(
                GzipCompressorInputStream.builder()
                        .setPath(file)
                        .setDecompressConcatenated(true)
                        .get(),
                StandardCharsets.ISO_8859_1.name())) {
            while (in.getNextEntry() != null) {
                entries++;
            }
        }
        assertThat(entries).isEqualTo(tree.puts().size() + 2);
    }

    @Test
    void anExistingFileIsRefused() throws Exception {
        Path file = Files.writeString(scratch.resolve("out.zip"), "theirs");
        try (StoredTree stored = store.open(published)) {
            assertThatThrownBy(() -> ArchiveExport.export(stored, published, file, bytes -> {}, remark -> {}))
                    .hasMessageContaining("export.exists");
        }
        assertThat(file).hasContent("theirs");
    }

    @Test
    void aNameThatSaysNoFormatIsRefused() throws Exception {
        try (StoredTree stored = store.open(published)) {
            assertThatThrownBy(() -> ArchiveExport.export(
                            stored, published, scratch.resolve("out.rar"), bytes -> {}, remark -> {}))
                    .hasMessageContaining("export.format");
        }
    }

    @Test
    void aDamagedBackupIsNotExported() throws Exception {
        Path archive = scratch.resolve("store/one.tar.zst");
        byte[] bytes = Files.readAllBytes(archive);
        for (int i = bytes.length / 4; i < bytes.length / 2; i++) {
            bytes[i] ^= 0x20;
        }
        Files.write(archive, bytes);
        try (StoredTree stored = store.open(published)) {
            assertThatThrownBy(() ->
                            ArchiveExport.export(stored, published, scratch.resolve("out.zip"), b -> {}, remark -> {}))
                    .hasMessageContaining("store.damaged");
        }
        assertOnly("store");
    }

    private void assertOnly(String... names) throws Exception {
        try (var left = Files.list(scratch)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }
}
