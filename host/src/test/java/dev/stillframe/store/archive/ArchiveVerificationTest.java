// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.stillframe.error.StillframeException;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.restore.TreeRestorer;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Destination.Verified;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.MemoryContent;
import dev.stillframe.tree.RandomTree;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveVerificationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aSoundBackupHasNoMismatches(ArchiveFormat format) throws Exception {
        RandomTree tree = new RandomTree(System.nanoTime());
        ArchiveFolder store = store(format);
        Published published;
        try (Draft draft = store.begin(ArchiveFolderTest.label("one", 1))) {
            tree.writeTo(draft);
            published = draft.publish("{}");
        }
        AtomicLong progress = new AtomicLong();
        Verified verified = store.verify(published, progress::addAndGet);
        assertThat(verified.mismatches()).isEmpty();
        assertThat(verified.files())
                .isEqualTo(tree.puts().values().stream()
                        .filter(put -> put.content() != null)
                        .count());
        assertThat(progress).hasValue(verified.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedContentIsNamed(ArchiveFormat format) throws Exception {
        ArchiveFolder store = store(format);
        Published published = small(store);
        Path archive = folder.resolve("one." + format.ending());
        flip(archive, Files.size(archive) / 3, 0x55);
        Verified verified = store.verify(published, bytes -> {});
        assertThat(verified.mismatches())
                .anySatisfy(line -> assertThat(line).startsWith(archive + ": "))
                .anySatisfy(line -> assertThat(line).startsWith("/big: "));
    }

    @ParameterizedTest
    @EnumSource
    void noFlippedByteOfAnArchiveIsRestoredSilently(ArchiveFormat format) throws Exception {
        ArchiveFolder store = store(format);
        Published published = small(store);
        Path archive = folder.resolve("one." + format.ending());
        long seed = System.nanoTime();
        System.out.println("flips, seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            long at = random.nextLong(Files.size(archive));
            int mask = 1 << random.nextInt(8);
            flip(archive, at, mask);
            assertThat(store.verify(published, bytes -> {}).mismatches())
                    .as("byte %d", at)
                    .isNotEmpty();
            restoreAndCompare(store, published, i);
            flip(archive, at, mask);
        }
        assertThat(store.verify(published, bytes -> {}).mismatches()).isEmpty();
    }

    @Test
    void noFlippedByteOfAManifestGoesUnnoticed() throws Exception {
        ArchiveFolder store = store(ArchiveFormat.TAR_ZSTD);
        Published published = small(store);
        Path manifest = folder.resolve("one.manifest.jsonl");
        for (long at = 0; at < Files.size(manifest); at++) {
            int mask = 1 << (at % 5); // not the bit between capitals and small letters: a digest means the same in both
            flip(manifest, at, mask);
            assertThatDamageIsFound(store, published, at);
            flip(manifest, at, mask);
        }
        assertThat(store.list().backups()).hasSize(1);
    }

    @Test
    void aManifestThatIsCutOffIsNamedAndHidesNoOther() throws Exception {
        ArchiveFolder store = store(ArchiveFormat.TAR_ZSTD);
        small(store);
        try (Draft draft = store.begin(ArchiveFolderTest.label("two", 2))) {
            draft.publish("{}");
        }
        Path manifest = folder.resolve("one.manifest.jsonl");
        byte[] whole = Files.readAllBytes(manifest);
        for (int length : new int[] {0, 1, 10, whole.length / 2, whole.length - 1}) {
            Files.write(manifest, Arrays.copyOf(whole, length));
            assertThat(store.list().backups())
                    .extracting(published -> published.label().id())
                    .containsExactly("two");
            assertThat(store.list().problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("store.damaged");
                assertThat(problem.message()).contains(manifest.toString());
            });
        }
    }

    @Test
    void anArchiveThatIsMissingOrCutOffIsNamed() throws Exception {
        ArchiveFolder store = store(ArchiveFormat.TAR_ZSTD);
        small(store);
        Path archive = folder.resolve("one.tar.zst");
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.truncate(1000);
        }
        assertThat(store.list().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("instead of"));
        Files.delete(archive);
        assertThat(store.list().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("is missing"));
    }

    @Test
    void aManifestOfALaterVersionIsRefusedByName() throws Exception {
        ArchiveFolder store = store(ArchiveFormat.TAR_ZSTD);
        small(store);
        Path manifest = folder.resolve("one.manifest.jsonl");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("{\"end\":{\"version\":1,", "{\"end\":{\"version\":2,"));
        assertThat(store.list().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("version 2"));
    }

    private static void assertThatDamageIsFound(ArchiveFolder store, Published published, long at) throws Exception {
        var listing = store.list();
        if (listing.problems().isEmpty()) {
            assertThatCode(() -> {
                        try {
                            assertThat(store.verify(published, bytes -> {}).mismatches())
                                    .as("byte %d", at)
                                    .isNotEmpty();
                        } catch (StillframeException e) {
                            assertThat(e.problem().code()).isEqualTo("store.damaged");
                        }
                    })
                    .doesNotThrowAnyException();
        } else {
            assertThat(listing.backups()).isEmpty();
        }
    }

    private void restoreAndCompare(ArchiveFolder store, Published published, int i) throws Exception {
        Path target = folder.resolve("target-" + i);
        RestoreTreeReport report;
        try (StoredTree tree = store.open(published)) {
            report = TreeRestorer.restore(
                    tree, new TreeRestorer.Order(target, path -> true, false, "backup"), bytes -> {});
        }
        for (String name : new String[] {"big", "small", "zeros"}) {
            if (Files.exists(target.resolve(name))) {
                assertThat(target.resolve(name)).hasBinaryContent(bytes(name));
            } else {
                assertThat(report.damaged())
                        .anySatisfy(lost -> assertThat(lost.toString()).startsWith("/" + name + ": "));
            }
        }
    }

    private ArchiveFolder store(ArchiveFormat format) throws Exception {
        ArchiveFolder store = new ArchiveFolder(folder, format);
        store.init();
        return store;
    }

    private static Published small(ArchiveFolder store) throws Exception {
        try (Draft draft = store.begin(ArchiveFolderTest.label("one", 1))) {
            for (String name : new String[] {"big", "small", "zeros"}) {
                byte[] bytes = bytes(name);
                draft.put(ArchiveFolderTest.file("/" + name, bytes.length), MemoryContent.of(bytes));
            }
            return draft.publish("{\"level\":\"application\"}");
        }
    }

    private static byte[] bytes(String name) {
        byte[] bytes = new byte[name.equals("big") ? 50_000 : 3000];
        if (!name.equals("zeros")) {
            new Random(name.hashCode()).nextBytes(bytes);
        }
        return bytes;
    }

    private static void flip(Path file, long at, int mask) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ mask)).rewind();
            channel.write(one, at);
        }
    }
}
