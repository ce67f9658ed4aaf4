// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.HoleContent;
import dev.stillframe.tree.MemoryContent;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.RandomTree;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.SourceException;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveFolderTest {
    private static final Label LABEL = label("shop-1", 1);

    @TempDir
    Path folder;

    private ArchiveFolder store;

    @BeforeEach
    void init() throws Exception {
        store = new ArchiveFolder(folder, ArchiveFormat.TAR_ZSTD);
        store.init();
    }

    static Label label(String id, long second) {
        return new Label(id, "host-1", "shop", Instant.ofEpochSecond(1_700_000_000 + second, 5));
    }

    @ParameterizedTest
    @EnumSource
    void everythingThatWasPutIsReadBackBeforeAndAfterPublication(ArchiveFormat format) throws Exception {
        long seed = System.nanoTime();
        RandomTree tree = new RandomTree(seed);
        ArchiveFolder any = new ArchiveFolder(folder, format);
        Published published;
        try (Draft draft = any.begin(LABEL)) {
            tree.writeTo(draft);
            try (StoredTree stored = draft.readBack()) {
                assertSame(tree, stored, new Random(seed));
            }
            published = draft.publish("{\"proof\":\"ä\"}");
        }
        assertThat(any.list().problems()).isEmpty();
        assertThat(any.list().backups()).containsExactly(published);
        assertThat(published.receipt()).isEqualTo("{\"proof\":\"ä\"}");
        try (StoredTree stored = any.open(published)) {
            assertSame(tree, stored, new Random(seed));
        }
    }

    @Test
    void whatIsPutAfterAReadBackIsInTheBackupToo() throws Exception {
        byte[] first = new byte[100_000];
        new Random(1).nextBytes(first);
        byte[] second = "late".getBytes(StandardCharsets.UTF_8);
        Published published;
        try (Draft draft = store.begin(LABEL)) {
            draft.put(file("/a", first.length), MemoryContent.of(first));
            try (StoredTree stored = draft.readBack()) {
                assertThat(bytes(stored, "/a")).isEqualTo(first);
                draft.put(file("/b", second.length), MemoryContent.of(second));
                assertThat(stored.item(SourcePath.of("/b"))).isEmpty();
            }
            published = draft.publish("{}");
        }
        try (StoredTree stored = store.open(published)) {
            assertThat(bytes(stored, "/a")).isEqualTo(first);
            assertThat(bytes(stored, "/b")).isEqualTo(second);
        }
    }

    @Test
    void anEntryThatIsPutAgainReplacesTheEarlierOne() throws Exception {
        Published published;
        try (Draft draft = store.begin(LABEL)) {
            draft.put(file("/a", 3), MemoryContent.of(new byte[] {1, 2, 3}));
            draft.put(file("/a", 2), MemoryContent.of(new byte[] {9, 8}));
            published = draft.publish("{}");
        }
        try (StoredTree stored = store.open(published)) {
            assertThat(stored.items()).hasSize(1);
            assertThat(bytes(stored, "/a")).containsExactly(9, 8);
        }
    }

    @Test
    void aFileThatFailsInTheMiddleIsMarkedIncompleteAndTheDraftGoesOn() throws Exception {
        byte[] bytes = new byte[3_000_000];
        Arrays.fill(bytes, (byte) 7);
        Published published;
        try (Draft draft = store.begin(LABEL)) {
            SourcePath path = SourcePath.of("/bad");
            assertThatThrownBy(
                            () -> draft.put(file("/bad", bytes.length), MemoryContent.failing(bytes, 1_000_000, path)))
                    .isInstanceOf(SourceException.class);
            draft.put(file("/good", 2), MemoryContent.of(new byte[] {1, 2}));
            published = draft.publish("{}");
        }
        try (StoredTree stored = store.open(published)) {
            Item bad = stored.item(SourcePath.of("/bad")).orElseThrow();
            assertThat(bad.incomplete()).isTrue();
            byte[] read = bytes(stored, "/bad");
            assertThat(read).hasSize(bytes.length);
            assertThat(Sha256.ofBytes(read)).isEqualTo(bad.sha256().orElseThrow());
            assertThat(bytes(stored, "/good")).containsExactly(1, 2);
        }
    }

    @Test
    void aDraftThatIsNotPublishedIsNeitherListedNorLeftBehind() throws Exception {
        try (Draft draft = store.begin(LABEL)) {
            draft.put(file("/a", 1), MemoryContent.of(new byte[1]));
            assertThat(store.list().backups()).isEmpty();
            assertThat(store.sweep("host-1")).isEmpty(); // this process is alive
            draft.put(file("/b", 1), MemoryContent.of(new byte[1]));
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve(FolderMarker.NAME));
        }
    }

    @Test
    void anInterruptedReaderDoesNotStopTheOthers() throws Exception {
        byte[] bytes = new byte[10_000];
        try (Draft draft = store.begin(LABEL)) {
            draft.put(file("/a", bytes.length), MemoryContent.of(bytes));
            draft.readBack().close();
            draft.put(file("/b", bytes.length), MemoryContent.of(bytes));
            try (StoredTree stored = draft.readBack()) {
                Thread.currentThread().interrupt();
                assertThat(bytes(stored, "/a")).isEqualTo(bytes);
                assertThat(Thread.interrupted()).isTrue();
                assertThat(bytes(stored, "/b")).isEqualTo(bytes);
            }
        }
    }

    @Test
    void fiveGibibytesOfHoleTakeNoSpaceAndStayAHole() throws Exception {
        long size = 5L << 30;
        Published published;
        try (Draft draft = store.begin(LABEL)) {
            draft.put(file("/sparse", size), new HoleContent(size));
            published = draft.publish("{}");
        }
        assertThat(published.storedBytes()).isLessThan(10_000);
        try (StoredTree stored = store.open(published);
                Content content =
                        stored.open(stored.item(SourcePath.of("/sparse")).orElseThrow())) {
            assertThat(content.ranges()).containsExactly(new Range(0, size, Range.State.HOLE));
        }
    }

    @Test
    void anIdCanBeUsedOnce() throws Exception {
        try (Draft draft = store.begin(LABEL)) {
            assertThatThrownBy(() -> store.begin(LABEL)).hasMessageContaining("store.exists");
            draft.publish("{}");
        }
        assertThatThrownBy(() -> store.begin(LABEL))
                .isInstanceOf(StillframeException.class)
                .hasMessageContaining("store.exists");
        assertThat(store.list().backups()).hasSize(1);
    }

    @Test
    void aFolderThatWasNotInitialisedIsRefused() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        ArchiveFolder folderOnly = new ArchiveFolder(other, ArchiveFormat.TAR_ZSTD);
        assertThatThrownBy(() -> folderOnly.begin(LABEL)).hasMessageContaining("store.not-initialised");
        ArchiveFolder nothing = new ArchiveFolder(folder.resolve("nothing"), ArchiveFormat.TAR_ZSTD);
        assertThatThrownBy(() -> nothing.begin(LABEL)).hasMessageContaining("store.missing");
        Files.createFile(other.resolve("foreign"));
        assertThatThrownBy(folderOnly::init).hasMessageContaining("store.foreign");
    }

    @Test
    void backupsAreListedOldestFirst() throws Exception {
        for (Label label : List.of(label("b", 2), label("a", 3), label("c", 1))) {
            try (Draft draft = store.begin(label)) {
                draft.publish("{}");
            }
        }
        assertThat(store.list().backups())
                .extracting(published -> published.label().id())
                .containsExactly("c", "b", "a");
    }

    @Test
    void whatIsForgottenLeavesNoFileAndTheOthersStayWhole() throws Exception {
        Map<String, Published> backups = new TreeMap<>();
        for (Label label : List.of(label("a", 1), label("b", 2), label("c", 3))) {
            try (Draft draft = store.begin(label)) {
                draft.put(file("/f", 3), MemoryContent.of(new byte[] {1, 2, 3}));
                backups.put(label.id(), draft.publish("{}"));
            }
        }

        store.forget(List.of(backups.get("a"), backups.get("c")));

        assertThat(store.list().backups()).containsExactly(backups.get("b"));
        assertThat(store.list().problems()).isEmpty();
        assertThat(store.verify(backups.get("b"), bytes -> {}).mismatches()).isEmpty();
        assertThat(folder.toFile().list())
                .as("nothing is left of the others")
                .noneMatch(name -> name.matches("\\.?[ac]\\..*"));
        store.forget(List.of(backups.get("a"))); // again, as somebody else may have done
        assertThat(store.list().backups()).containsExactly(backups.get("b"));
    }

    static Node file(String path, long size) {
        return new Node(
                SourcePath.of(path),
                new Metadata(
                        Metadata.Kind.FILE,
                        0644,
                        0,
                        0,
                        size,
                        Instant.ofEpochSecond(1),
                        Instant.ofEpochSecond(1),
                        1,
                        1,
                        1,
                        0,
                        new byte[0],
                        List.of()));
    }

    static byte[] bytes(StoredTree tree, String path) throws IOException {
        return bytes(tree, tree.item(SourcePath.of(path)).orElseThrow());
    }

    static byte[] bytes(StoredTree tree, Item item) throws IOException {
        try (Content content = tree.open(item)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) content.size());
            while (buffer.hasRemaining()) {
                assertThat(content.read(buffer, buffer.position())).isPositive();
            }
            assertThat(content.read(ByteBuffer.allocate(1), content.size())).isEqualTo(-1);
            return buffer.array();
        }
    }

    private static void assertSame(RandomTree tree, StoredTree stored, Random random) throws IOException {
        List<Item> items;
        try (var all = stored.items()) {
            items = all.toList();
        }
        assertThat(items)
                .extracting(item -> item.node().path())
                .containsExactlyElementsOf(tree.puts().keySet());
        for (Item item : items) {
            RandomTree.Put put = tree.puts().get(item.node().path());
            assertThat(item.node()).isEqualTo(put.node());
            assertThat(item.hardLinkTo().orElse(null)).isEqualTo(put.linkTo());
            if (put.content() != null) {
                byte[] expected = put.content().bytes();
                assertThat(bytes(stored, item)).isEqualTo(expected);
                assertThat(item.sha256()).contains(Sha256.ofBytes(expected));
                assertReadsAnywhere(stored, item, expected, random);
            } else if (put.linkTo() != null) {
                assertThat(bytes(stored, item))
                        .isEqualTo(tree.puts().get(put.linkTo()).content().bytes());
            }
        }
    }

    private static void assertReadsAnywhere(StoredTree stored, Item item, byte[] expected, Random random)
            throws IOException {
        if (expected.length == 0) {
            return;
        }
        try (Content content = stored.open(item)) {
            int at = random.nextInt(expected.length);
            ByteBuffer buffer = ByteBuffer.allocate(1 + random.nextInt(1000));
            int read = content.read(buffer, at);
            assertThat(buffer.flip().array()).startsWith(Arrays.copyOfRange(expected, at, at + read));
        }
    }
}
