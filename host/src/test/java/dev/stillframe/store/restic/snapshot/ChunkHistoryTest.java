// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.store.restic.index.Index;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.MemoryContent;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files are cut is chosen once and kept: whoever cuts elsewhere stores everything again. */
class ChunkHistoryTest {
    private static final int KIB = 1 << 10;
    private static final long GIB = 1L << 30;
    private static final int SIZE = 1 << 20;
    private static final Instant BEGIN = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    Path scratch;

    private final byte[] bytes = new byte[SIZE];
    private final byte[] ordinary = new byte[8 * SIZE];
    private TestRepository repository;
    private int number;

    @BeforeEach
    void init() throws Exception {
        Random random = new Random(64);
        random.nextBytes(bytes);
        random.nextBytes(ordinary);
        repository = new TestRepository(scratch.resolve("repository"));
        repository.destination().init();
    }

    @Test
    void aComponentThatGrowsKeepsItsChunksAndNothingIsStoredAgain() throws Exception {
        backUp("job", pages(GIB));
        assertThat(chunksOf(64 * KIB)).isEqualTo(SIZE / (64 * KIB));
        int chunks = chunks();

        backUp("job", pages(65 * GIB));
        backUp("job", pages(2048 * GIB));

        assertThat(chunks()).isEqualTo(chunks);
    }

    @Test
    void aComponentThatIsLargeAtItsFirstBackupHasLargerChunksAndKeepsThemWhenItShrinks() throws Exception {
        backUp("job", pages(65 * GIB));
        assertThat(chunksOf(128 * KIB)).isEqualTo(SIZE / (128 * KIB));
        int chunks = chunks();

        backUp("job", pages(GIB));

        assertThat(chunks()).isEqualTo(chunks);
    }

    @Test
    void anotherJobChoosesForItsOwnComponents() throws Exception {
        backUp("job", pages(GIB));

        backUp("other", pages(65 * GIB));

        assertThat(chunksOf(128 * KIB)).isEqualTo(SIZE / (128 * KIB));
    }

    @Test
    void anotherJobCutsOrdinaryFilesAsTheFirstEvenIfResticIsThereByNow() throws Exception {
        backUp("job", MemoryContent.of(ordinary));
        int chunks = chunks();
        addSnapshotOfRestic();

        backUp("other", MemoryContent.of(ordinary));

        assertThat(chunks()).isEqualTo(chunks);
    }

    @Test
    void whereOnlyResticWasFilesAreCutAsItCutsThem() throws Exception {
        backUp("job", MemoryContent.of(ordinary));
        int chunks = chunks();
        addSnapshotOfRestic();
        repository.destination().forget(repository.destination().list().backups());

        backUp("job", MemoryContent.of(ordinary));

        assertThat(chunks()).as("the same bytes, cut elsewhere").isGreaterThan(chunks + 1);
    }

    private void backUp(String job, Content content) throws Exception {
        Label label = new Label("backup-" + number, "host", job, BEGIN.plus(Duration.ofHours(number)));
        number++;
        try (Draft draft = repository.destination().begin(label)) {
            draft.expect(new Draft.Expected(List.of(SourcePath.of("/data")), path -> true));
            draft.put(node("/data", Kind.FOLDER, 0));
            var unused = draft.put(node("/data/file", Kind.FILE, content.size()), content);
            draft.publish("{}");
        }
    }

    private static Node node(String path, Kind kind, long size) {
        return new Node(
                SourcePath.of(path),
                new Metadata(kind, 0600, 0, 0, size, BEGIN, BEGIN, 1, 1, 1, 0, new byte[0], List.of()));
    }

    private Content pages(long componentBytes) {
        return new PageFile(MemoryContent.of(bytes), new Content.Pages("sql/shop", 8 * KIB, () -> componentBytes));
    }

    private int chunks() throws Exception {
        try (Repository open = repository.open()) {
            open.loadIndex();
            return open.index().count(BlobType.DATA);
        }
    }

    private int chunksOf(int size) throws Exception {
        try (Repository open = repository.open()) {
            open.loadIndex();
            Index index = open.index();
            int found = 0;
            for (int row = 0; row < index.count(BlobType.DATA); row++) {
                found += index.blob(BlobType.DATA, row).size() == size ? 1 : 0;
            }
            return found;
        }
    }

    /** A snapshot that has no tag of ours. */
    private void addSnapshotOfRestic() throws Exception {
        try (Repository open = repository.open()) {
            SnapshotDocument ours = open.snapshot(open.snapshots().get(0));
            FileId unused = open.save(new SnapshotDocument(
                    BEGIN,
                    Optional.empty(),
                    ours.tree(),
                    List.of("/data"),
                    "host",
                    "root",
                    0,
                    0,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    "restic 0.14.0",
                    Optional.empty()));
        }
    }

    /** A file that is an array of pages. */
    private record PageFile(MemoryContent content, Content.Pages structure) implements Content {
        @Override
        public long size() {
            return content.size();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            return content.read(buffer, at);
        }

        @Override
        public List<Range> ranges() {
            return content.ranges();
        }

        @Override
        public Optional<Pages> pages() {
            return Optional.of(structure);
        }

        @Override
        public void close() {}
    }
}
