// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.restore.RestoreTreeReport.Lost;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.tree.Destination.Published;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore from a repository of which a byte was flipped in one pack and another pack is gone. */
class DamagedPacksTest {
    private static final int FILES = 40;

    @TempDir
    Path scratch;

    @Test
    void whatIsDamagedIsNamedAndNotThereAndAllElseIsAsItWas() throws Exception {
        TestRepository access = new TestRepository(scratch.resolve("repository"));
        access.destination().init();
        Path source = Files.createDirectories(scratch.resolve("source"));
        Random random = new Random(12);
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = new byte[300_000];
            random.nextBytes(bytes);
            Files.write(source.resolve("file-" + i), bytes);
        }
        FolderBackup backup = new FolderBackup(access.destination(), source, OptionalInt.empty());
        Published published = backup.make(0).published();
        Map<String, BlobPlace> places = places(access, source);
        BlobPlace flipped = places.get("file-0");
        FileId gone = places.values().stream()
                .map(BlobPlace::pack)
                .filter(pack -> !pack.equals(flipped.pack()))
                .findFirst()
                .orElseThrow();
        Set<SourcePath> damaged = new TreeSet<>();
        places.forEach((name, place) -> {
            if (place.equals(flipped) || place.pack().equals(gone)) {
                damaged.add(SourcePath.of(source.resolve(name).toString()));
            }
        });
        assertThat(damaged.size()).as("some are lost, and some are not").isBetween(2, FILES - 2);
        flip(pack(access, flipped.pack()), flipped.blob().offset() + 1000);
        Files.delete(pack(access, gone));

        Path target = scratch.resolve("target");
        RestoreTreeReport report = backup.restoreReport(published, target);

        assertThat(report.damaged()).extracting(Lost::path).containsExactlyElementsOf(damaged);
        assertThat(report.notRestored()).isEmpty();
        Map<SourcePath, String> expected = FilesOnDisk.describe(source);
        SourcePath root = SourcePath.of(source.toString());
        damaged.forEach(path -> expected.remove(path.moved(root, SourcePath.root())));
        assertThat(FilesOnDisk.describe(target.resolve(source.toString().substring(1))))
                .as("nothing half made, nothing of another name")
                .isEqualTo(expected);
        assertThat(target.resolve(".stillframe-restore")).doesNotExist();
    }

    /** Where each file's one chunk lies. */
    private static Map<String, BlobPlace> places(TestRepository access, Path folder) throws IOException {
        Map<String, BlobPlace> places = new TreeMap<>();
        try (Repository repository = access.open()) {
            repository.loadIndex();
            BlobId tree = repository.snapshot(repository.snapshots().get(0)).tree();
            for (Path name : folder) {
                tree = named(repository, tree, name.toString()).subtree().orElseThrow();
            }
            for (NodeDocument file : repository.loadTree(tree).nodes()) {
                assertThat(file.content().orElseThrow()).hasSize(1);
                BlobId chunk = file.content().get().get(0);
                places.put(name(file), repository.find(BlobType.DATA, chunk).orElseThrow());
            }
        }
        return places;
    }

    private static NodeDocument named(Repository repository, BlobId tree, String name) throws IOException {
        return repository.loadTree(tree).nodes().stream()
                .filter(node -> name(node).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String name(NodeDocument node) {
        return new String(node.name(), StandardCharsets.UTF_8);
    }

    private static Path pack(TestRepository access, FileId pack) {
        String name = pack.toString();
        return access.folder().resolve("data").resolve(name.substring(0, 2)).resolve(name);
    }

    private static void flip(Path file, long at) throws IOException {
        assertThat(file.toFile().setWritable(true)).isTrue();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int before = bytes.read();
            bytes.seek(at);
            bytes.write(before ^ 1);
        }
    }
}
