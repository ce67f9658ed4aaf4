// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.MemoryContent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host that was killed leaves behind. */
class KilledDraftTest {
    private static final Label LABEL = ArchiveFolderTest.label("one", 1);
    private static final String HOST = LABEL.host();

    @TempDir
    Path folder;

    private ArchiveFolder store;
    private DraftFiles files;

    @BeforeEach
    void init() throws Exception {
        store = new ArchiveFolder(folder, ArchiveFormat.TAR_ZSTD);
        store.init();
        files = DraftFiles.of(folder, LABEL);
    }

    /** Begins a draft, says so, and waits for its end. */
    static final class Host {
        private Host() {}

        public static void main(String[] arguments) throws Exception {
            ArchiveFolder store = new ArchiveFolder(Path.of(arguments[0]), ArchiveFormat.TAR_ZSTD);
            try (Draft draft = store.begin(LABEL)) {
                draft.put(ArchiveFolderTest.file("/a", 3), MemoryContent.of(new byte[3]));
                draft.readBack().close();
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
        }
    }

    @Test
    void theDraftOfALivingHostStaysAndThatOfAKilledOneGoes() throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Host.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !line.equals("ready")) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo("ready");
            assertThat(store.sweep(HOST)).isEmpty();
            assertThat(files.partialArchive()).exists();
        } finally {
            host.destroyForcibly();
            assertThat(host.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(store.list().backups()).isEmpty();
        assertThat(store.list().problems()).isEmpty();
        assertThat(store.sweep("another-host")).isEmpty();
        assertThat(files.partialArchive()).exists();
        assertThat(store.sweep(HOST)).hasSize(2);
        assertOnlyMarkerAnd();
        publish(); // the id is free again
    }

    @Test
    void anArchiveThatHasItsNameAndNoManifestYetIsSwept() throws Exception {
        publish();
        Files.move(files.manifest(), files.partialManifest());
        Files.createFile(files.lock());
        assertThat(store.list().backups()).isEmpty();
        assertThat(store.sweep(HOST)).contains("one.tar.zst");
        assertOnlyMarkerAnd();
    }

    @Test
    void aBackupWhoseManifestHasItsNameIsCompleteWhateverWasLeftBesideIt() throws Exception {
        Published published = publish();
        Files.createFile(files.lock());
        assertThat(store.sweep(HOST)).isEmpty();
        assertOnlyMarkerAnd("one.tar.zst", "one.manifest.jsonl");
        assertThat(store.list().backups()).containsExactly(published);
        assertThat(store.verify(published, bytes -> {}).mismatches()).isEmpty();
    }

    @Test
    void partialsOfEveryStageAreSwept() throws Exception {
        for (List<Path> left : List.of(
                List.of(files.lock()),
                List.of(files.lock(), files.partialArchive()),
                List.of(files.lock(), files.partialArchive(), files.partialManifest()),
                List.of(files.partialManifest()),
                List.of(files.partialArchive()))) {
            for (Path file : left) {
                Files.createFile(file);
            }
            assertThat(store.list().backups()).isEmpty();
            assertThat(store.list().problems()).isEmpty();
            store.sweep(HOST);
            assertOnlyMarkerAnd();
        }
    }

    @Test
    void aHostWhoseNameBeginsLikeAnotherLeavesTheOthersDraftsAlone() throws Exception {
        Label other = new Label("two", HOST + "-2", "shop", LABEL.time());
        Files.createFile(DraftFiles.of(folder, other).partialArchive());
        assertThat(store.sweep(HOST)).isEmpty();
        assertThat(DraftFiles.of(folder, other).partialArchive()).exists();
    }

    private Published publish() throws Exception {
        try (Draft draft = store.begin(LABEL)) {
            draft.put(ArchiveFolderTest.file("/a", 3), MemoryContent.of(new byte[3]));
            return draft.publish("{}");
        }
    }

    private void assertOnlyMarkerAnd(String... names) throws Exception {
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> !name.equals(FolderMarker.NAME)))
                    .containsExactlyInAnyOrder(names);
        }
    }
}
