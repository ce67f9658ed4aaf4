// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.store.archive.ArchiveFolder;
import dev.stillframe.store.archive.ArchiveFormat;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.HoleContent;
import dev.stillframe.tree.MemoryContent;
import dev.stillframe.tree.MemoryTree;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.RandomTree;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.TreeOnDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeRestorerTest {
    /** Without root only the owner that a file has anyway can be set: -1 leaves it, see chown(2). */
    private static final int OWNER = Privileges.effectiveUser() == 0 ? 0 : -1;

    @TempDir
    Path scratch;

    private final MemoryTree tree = new MemoryTree();
    private Path target;
    private Path outside;

    @BeforeEach
    void folders() throws IOException {
        target = scratch.resolve("target");
        outside = Files.createDirectory(scratch.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "precious");
    }

    @ParameterizedTest
    @EnumSource
    void everythingComesBackByteForByteAndAttributeByAttribute(ArchiveFormat format) throws Exception {
        RandomTree random = new RandomTree(System.nanoTime());
        ArchiveFolder store = new ArchiveFolder(scratch.resolve("store"), format);
        store.init();
        Published published;
        try (Draft draft = store.begin(new Label("one", "host", "job", Instant.EPOCH))) {
            random.writeTo(draft);
            published = draft.publish("{}");
        }
        AtomicLong progress = new AtomicLong();
        RestoreTreeReport report;
        try (StoredTree stored = store.open(published)) {
            report = TreeRestorer.restore(stored, all(), progress::addAndGet);
        }
        assertThat(report.damaged()).isEmpty();
        if (Privileges.effectiveUser() == 0) {
            assertThat(report.notRestored()).isEmpty();
            assertThat(report.altered()).isEmpty();
        }
        TreeOnDisk.assertSame(random, SourcePath.of(target.toString()));
        assertThat(progress).hasValue(report.bytes());
        assertThat(report.files())
                .isEqualTo(random.puts().values().stream()
                        .filter(put -> put.content() != null)
                        .count());
    }

    @Test
    void aTargetThatIsNotEmptyIsRefusedUnlessToldOtherwise() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("theirs"), "theirs");
        Files.writeString(target.resolve("a"), "old");
        put("/a", "new");
        assertThatThrownBy(() -> run(all())).hasMessageContaining("restore.not-empty");
        assertThat(target.resolve("a")).hasContent("old");

        run(new TreeRestorer.Order(target, path -> true, true, "backup"));
        assertThat(target.resolve("a")).hasContent("new");
        assertThat(target.resolve("theirs")).hasContent("theirs");
    }

    @Test
    void onlyWhatIsWantedComesBackWithTheFoldersAboveIt() throws Exception {
        tree.put(node("/srv", Kind.FOLDER, 0705, ""));
        tree.put(node("/srv/a", Kind.FOLDER, 0750, ""));
        put("/srv/a/x", "x");
        tree.put(node("/srv/b", Kind.FOLDER, 0750, ""));
        put("/srv/b/y", "y");
        run(only("/srv/b"));
        assertThat(target.resolve("srv/b/y")).hasContent("y");
        assertThat(target.resolve("srv/a")).doesNotExist();
        Metadata srv = LinuxFiles.metadata(SourcePath.of(target + "/srv"));
        assertThat(srv.permissions()).isEqualTo(0705);
        assertThat(srv.modified())
                .isEqualTo(node("/srv", Kind.FOLDER, 0705, "").metadata().modified());
    }

    @Test
    void aLinkOfTheBackupThatStandsInAPathOfTheBackupIsNotFollowed() throws Exception {
        tree.put(node("/evil", Kind.SYMBOLIC_LINK, 0777, outside.toString()));
        put("/evil/precious", "overwritten");
        put("/evil/deep/er", "overwritten");
        put("/good", "good");
        for (boolean intoNonEmpty : new boolean[] {false, true}) {
            RestoreTreeReport report = run(new TreeRestorer.Order(target, path -> true, intoNonEmpty, "backup"));
            assertThat(report.notRestored())
                    .extracting(lost -> lost.path().toString())
                    .contains("/evil/precious", "/evil/deep/er");
            assertThat(target.resolve("good")).hasContent("good");
            assertOutsideUntouched();
        }
    }

    @Test
    void linksThatStandInTheTargetAreReplacedAndNotFollowed() throws Exception {
        Files.createDirectories(target);
        Files.createSymbolicLink(target.resolve("folder"), outside);
        Files.createSymbolicLink(target.resolve("precious"), outside.resolve("precious"));
        tree.put(node("/folder", Kind.FOLDER, 0755, ""));
        put("/folder/precious", "new");
        put("/precious", "new");
        RestoreTreeReport report = run(new TreeRestorer.Order(target, path -> true, true, "backup"));
        assertThat(report.notRestored()).isEmpty();
        assertThat(target.resolve("folder/precious")).hasContent("new");
        assertThat(target.resolve("precious")).hasContent("new");
        assertThat(Files.isSymbolicLink(target.resolve("folder"))).isFalse();
        assertThat(Files.isSymbolicLink(target.resolve("precious"))).isFalse();
        assertOutsideUntouched();
    }

    @Test
    void aLinkThatAppearsMeanwhileIsNotFollowed() throws Exception {
        tree.put(node("/folder", Kind.FOLDER, 0755, ""));
        byte[] bytes = "written".getBytes(StandardCharsets.UTF_8);
        tree.put(
                node("/folder/a", Kind.FILE, 0644, "written"),
                new Swapping(MemoryContent.of(bytes), () -> {
                    Files.move(target.resolve("folder"), target.resolve("moved"));
                    Files.createSymbolicLink(target.resolve("folder"), outside);
                }),
                Sha256.ofBytes(bytes),
                false);
        put("/folder/precious", "overwritten");
        put("/folder/sub/b", "overwritten");
        run(all());
        assertOutsideUntouched();
    }

    @Test
    void aHardLinkWhoseFirstNameWasReplacedMeanwhileIsNotMadeToTheReplacement() throws Exception {
        Node first = linked("/a/first", "content");
        tree.put(node("/a", Kind.FOLDER, 0755, ""));
        tree.put(first, MemoryContent.of("content".getBytes(StandardCharsets.UTF_8)));
        byte[] bytes = "b".getBytes(StandardCharsets.UTF_8);
        tree.put(
                node("/b", Kind.FILE, 0644, "b"),
                new Swapping(MemoryContent.of(bytes), () -> {
                    Files.move(target.resolve("a"), target.resolve("moved"));
                    Files.createSymbolicLink(target.resolve("a"), outside);
                    Files.writeString(outside.resolve("first"), "secret");
                }),
                Sha256.ofBytes(bytes),
                false);
        for (int i = 0; i < 2000; i++) { // files are written some batches ahead: the swap must come before the link
            tree.put(node("/b" + i, Kind.SYMBOLIC_LINK, 0777, "nowhere"));
        }
        tree.link(linked("/c", "content"), first);
        RestoreTreeReport report = run(all());
        assertThat(target.resolve("c")).hasContent("content");
        assertThat(report.notRestored()).isEmpty();
        assertThat(report.altered())
                .anySatisfy(line -> assertThat(line).contains("a copy instead").contains("/c"));
    }

    @Test
    void aHardLinkWhoseFirstNameIsNotWantedGetsTheContent() throws Exception {
        Node first = linked("/a/first", "content");
        tree.put(first, MemoryContent.of("content".getBytes(StandardCharsets.UTF_8)));
        tree.link(linked("/b/second", "content"), first);
        tree.link(linked("/b/third", "content"), first);
        run(only("/b"));
        assertThat(target.resolve("b/second")).hasContent("content");
        assertThat(LinuxFiles.metadata(SourcePath.of(target + "/b/third")).inode())
                .isEqualTo(
                        LinuxFiles.metadata(SourcePath.of(target + "/b/second")).inode());
    }

    @Test
    void aDamagedFileIsNamedAndLeftOutAndTheRestComesBack() throws Exception {
        byte[] bytes = "changed".getBytes(StandardCharsets.UTF_8);
        tree.put(
                node("/wrong", Kind.FILE, 0644, "changed"),
                MemoryContent.of(bytes),
                Sha256.ofBytes("original".getBytes(StandardCharsets.UTF_8)),
                false);
        tree.put(
                node("/unreadable", Kind.FILE, 0644, "changed"),
                MemoryContent.failing(bytes, 2, SourcePath.of("/unreadable")),
                Sha256.ofBytes(bytes),
                false);
        put("/good", "good");
        RestoreTreeReport report = run(all());
        assertThat(report.damaged())
                .extracting(lost -> lost.path().toString())
                .containsExactlyInAnyOrder("/unreadable", "/wrong");
        assertThat(target).isDirectoryNotContaining(path -> !path.endsWith("good"));
        assertThat(target.resolve("good")).hasContent("good");
    }

    @Test
    void aFileThatWasIncompleteWhenItWasStoredComesBackAndIsNamed() throws Exception {
        byte[] bytes = "half".getBytes(StandardCharsets.UTF_8);
        tree.put(node("/half", Kind.FILE, 0644, "half"), MemoryContent.of(bytes), Sha256.ofBytes(bytes), true);
        RestoreTreeReport report = run(all());
        assertThat(target.resolve("half")).hasContent("half");
        assertThat(report.notRestored()).singleElement().asString().startsWith("/half: is not whole");
    }

    @Test
    void aFileWhoseNameTheTargetCannotHoldIsNotRestoredAndTheRestComesBack() throws Exception {
        put("/" + "n".repeat(256), "too long a name");
        put("/good", "good");
        RestoreTreeReport report = run(all());
        assertThat(report.notRestored()).singleElement().asString().contains("name too long");
        assertThat(report.altered()).isEmpty();
        assertThat(target.resolve("good")).hasContent("good");
    }

    @Test
    void aFolderIsNotReplacedByAFile() throws Exception {
        Files.createDirectories(target.resolve("a"));
        Files.writeString(target.resolve("a/theirs"), "theirs");
        put("/a", "file");
        RestoreTreeReport report = run(new TreeRestorer.Order(target, path -> true, true, "backup"));
        assertThat(report.notRestored()).singleElement().asString().startsWith("/a: ");
        assertThat(target.resolve("a/theirs")).hasContent("theirs");
        assertThat(target).isDirectoryNotContaining(path -> !path.endsWith("a"));
    }

    @Test
    void holesComeBackAsHoles() throws Exception {
        long size = 5L << 30;
        Content sparse = new HoleContent(size);
        Node node = node("/sparse", Kind.FILE, 0600, "");
        tree.put(node, sparse, HoleContent.sha256(size), false);
        RestoreTreeReport report = run(all());
        assertThat(report.damaged()).isEmpty();
        assertThat(Files.size(target.resolve("sparse"))).isEqualTo(size);
        assertThat(allocated(target.resolve("sparse"))).isLessThan(1 << 20);
    }

    @Test
    void socketsAndDevicesComeBack() throws Exception {
        tree.put(node("/socket", Kind.SOCKET, 0755, ""));
        assumeTrue(Privileges.effectiveUser() == 0, "devices need root");
        Node device = node("/null", Kind.CHARACTER_DEVICE, 0666, "");
        tree.put(device);
        RestoreTreeReport report = run(all());
        assertThat(report.notRestored()).isEmpty();
        assertThat(LinuxFiles.metadata(SourcePath.of(target + "/socket")).kind())
                .isEqualTo(Kind.SOCKET);
        assertThat(LinuxFiles.metadata(SourcePath.of(target + "/null")).special())
                .isEqualTo(0x103);
    }

    @Test
    void withoutRootTheOwnersThatCouldNotBeSetAreNamed() throws Exception {
        assumeTrue(Privileges.effectiveUser() != 0, "root can set every owner");
        byte[] bytes = {1};
        tree.put(ofRoot("/a", bytes.length), MemoryContent.of(bytes));
        assertThat(run(all()).altered()).anySatisfy(line -> assertThat(line).startsWith("owner: "));
    }

    private RestoreTreeReport run(TreeRestorer.Order order) throws Exception {
        return TreeRestorer.restore(tree, order, bytes -> {});
    }

    private TreeRestorer.Order all() {
        return new TreeRestorer.Order(target, path -> true, false, "backup");
    }

    private TreeRestorer.Order only(String folder) {
        Predicate<SourcePath> below = path -> path.startsWith(SourcePath.of(folder));
        return new TreeRestorer.Order(target, below, false, "backup");
    }

    private void put(String path, String text) throws IOException {
        tree.put(node(path, Kind.FILE, 0644, text), MemoryContent.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void assertOutsideUntouched() throws IOException {
        assertThat(outside.resolve("precious")).hasContent("precious");
        try (var files = Files.list(outside)) {
            assertThat(files).hasSize(1);
        }
    }

    private static Node node(String path, Kind kind, int permissions, String text) {
        return node(path, kind, permissions, text, 1);
    }

    private static Node ofRoot(String path, long size) {
        Instant time = Instant.EPOCH;
        return new Node(
                SourcePath.of(path),
                new Metadata(Kind.FILE, 0644, 0, 0, size, time, time, 1, 1, 1, 0, new byte[0], List.of()));
    }

    private static Node linked(String path, String text) {
        return node(path, Kind.FILE, 0644, text, 2);
    }

    private static Node node(String path, Kind kind, int permissions, String text, int links) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Node(
                SourcePath.of(path),
                new Metadata(
                        kind,
                        permissions,
                        OWNER,
                        OWNER,
                        bytes.length,
                        Instant.ofEpochSecond(1_600_000_000, 123_456_789),
                        Instant.EPOCH,
                        1,
                        1,
                        links,
                        kind == Kind.CHARACTER_DEVICE ? 0x103 : 0,
                        kind == Kind.SYMBOLIC_LINK ? bytes : new byte[0],
                        List.of()));
    }

    private static long allocated(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(stat.waitFor()).isZero();
        return Long.parseLong(blocks) * 512;
    }

    private interface Attack {
        void run() throws IOException;
    }

    /** Does something to the target when it is read for the first time. */
    private static final class Swapping implements Content {
        private final Content content;
        private final Attack attack;
        private boolean done;

        Swapping(Content content, Attack attack) {
            this.content = content;
            this.attack = attack;
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            if (!done) {
                done = true;
                attack.run();
            }
            return content.read(buffer, at);
        }

        @Override
        public List<Range> ranges() throws IOException {
            return content.ranges();
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
