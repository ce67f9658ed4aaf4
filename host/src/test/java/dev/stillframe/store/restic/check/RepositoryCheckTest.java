// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.MemoryBackend;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.TestFiles;
import dev.stillframe.store.restic.TestRepositories;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepositoryCheckTest {
    private final MemoryBackend backend = new MemoryBackend();
    private final Map<String, byte[]> files = TestFiles.random(new Random(21), 3, 1500);
    private FileId snapshot;

    @BeforeEach
    void backUp() throws IOException {
        try (Repository repository = TestRepositories.init(backend)) {
            snapshot = TestRepositories.backup(repository, files);
        }
    }

    @Test
    void aSoundRepositoryHasNoDamage() throws Exception {
        CheckReport report = check(100);

        assertThat(report.damages()).isEmpty();
        assertThat(report.remarks()).isEmpty();
        assertThat(report.snapshots()).isEqualTo(1);
        assertThat(report.packsRead()).isEqualTo(2).isEqualTo(report.packs());
    }

    /** The whole repository, byte by byte: the flipped file is named, and wrong data never comes back. */
    @Test
    void everyFlippedByteIsDetectedAndItsFileNamed() throws Exception {
        for (Handle handle : List.copyOf(backend.files().keySet())) {
            int length = backend.files().get(handle).length;
            int step = length > 600 ? 7 : 1; // in packs of three kilobytes every seventh
            for (int at = 0; at < length; at += step) {
                flip(handle, at);
                String seen = outcome();
                assertThat(seen).as("%s, byte %d of %d", handle, at, length).contains(nameIn(handle));
                flip(handle, at);
            }
        }
        assertThat(check(100).damages()).isEmpty();
    }

    @Test
    void everyTruncatedPackIsDetectedAndNamedAlsoWithoutReadingData() throws Exception {
        for (Handle handle : List.copyOf(backend.files().keySet())) {
            if (handle.kind() == Kind.DATA) {
                byte[] whole = backend.files().get(handle);
                for (int length : new int[] {0, 1, 3, 4, 36, whole.length / 2, whole.length - 1}) {
                    backend.files().put(handle, Arrays.copyOf(whole, length));

                    assertThat(text(check(0).damages())).contains(handle.name());
                    assertThat(text(check(100).damages())).contains(handle.name());
                }
                backend.files().put(handle, whole);
            }
        }
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        for (Handle handle : List.copyOf(backend.files().keySet())) {
            if (handle.kind() == Kind.DATA || handle.kind() == Kind.INDEX) {
                byte[] whole = backend.files().remove(handle);

                assertThat(check(0).damages()).as("without %s", handle).isNotEmpty();
                backend.files().put(handle, whole);
            }
        }
    }

    @Test
    void packsThatNoIndexKnowsAreARemark() throws Exception {
        backend.files().keySet().removeIf(handle -> handle.kind() == Kind.INDEX || handle.kind() == Kind.SNAPSHOTS);

        CheckReport report = check(100);

        assertThat(report.damages()).isEmpty();
        assertThat(report.remarks()).hasSize(2).allMatch(remark -> remark.code().equals("repository.unindexed"));
    }

    @Test
    void readsAsManyPacksAsItIsTold() throws Exception {
        assertThat(check(0).packsRead()).isZero();
        assertThat(check(1).packsRead()).isEqualTo(1);
        assertThat(check(50).packsRead()).isEqualTo(1);
        assertThat(check(51).packsRead()).isEqualTo(2);
    }

    private void flip(Handle handle, int at) {
        backend.files().get(handle)[at] ^= 0x20;
    }

    /** What somebody is told: that it cannot be opened, or what a check found. Whatever still restores is right. */
    private String outcome() throws IOException {
        try (Repository repository = open()) {
            String found =
                    text(new RepositoryCheck(repository, bytes -> {}).run(100).damages());
            assertRestoresNothingWrong(repository);
            return found;
        } catch (RepositoryException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void assertRestoresNothingWrong(Repository repository) throws IOException {
        Map<String, byte[]> restored;
        try {
            restored = TestRepositories.restore(repository, snapshot);
        } catch (RepositoryException e) {
            return;
        }
        TestFiles.assertSame(restored, files);
    }

    private CheckReport check(int percent) throws IOException {
        try (Repository repository = open()) {
            return new RepositoryCheck(repository, bytes -> {}).run(percent);
        }
    }

    private Repository open() throws IOException {
        return Repository.open(backend, TestRepositories.password(), Clock.system(), TestRepositories.settings());
    }

    private static String nameIn(Handle handle) {
        return handle.kind() == Kind.CONFIG ? "config" : handle.name();
    }

    private static String text(List<Problem> problems) {
        List<String> lines = new ArrayList<>();
        problems.forEach(problem -> lines.add(problem.toString()));
        return String.join("\n", lines);
    }
}
