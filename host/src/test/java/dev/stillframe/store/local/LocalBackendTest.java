// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendContract;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBackendTest extends BackendContract {
    private static final byte[] BYTES = bytes("a pack");
    private static final Handle PACK = handle(Kind.DATA, BYTES);

    @TempDir
    Path scratch;

    private Path root;

    @Override
    protected Backend open() {
        root = scratch.resolve("some").resolve("repository");
        return new LocalBackend(root);
    }

    @Test
    void laysFilesOutAsResticDoes() throws Exception {
        backend.write(PACK, Body.of(BYTES));
        backend.write(handle(Kind.KEYS, BYTES), Body.of(BYTES));
        String name = PACK.name();
        assertThat(root.resolve("data").resolve(name.substring(0, 2)).resolve(name))
                .hasBinaryContent(BYTES);
        assertThat(root.resolve("keys").resolve(name)).hasBinaryContent(BYTES);
        assertThat(files(root.resolve("data"))).hasSize(256);
    }

    @Test
    void whatItMakesIsForTheOwnerAlone() throws Exception {
        backend.write(Handle.CONFIG, Body.of(BYTES));
        backend.write(PACK, Body.of(BYTES));
        assertThat(mode(root)).isEqualTo("rwx------");
        assertThat(mode(root.resolve("data"))).isEqualTo("rwx------");
        assertThat(mode(root.resolve("config"))).isEqualTo("r--------");
        assertThat(mode(root.resolve(PACK.path()))).isEqualTo("r--------");
    }

    @Test
    void whatItMakesIsForTheGroupTooIfTheConfigIs() throws Exception {
        backend.write(Handle.CONFIG, Body.of(BYTES));
        Files.setPosixFilePermissions(root.resolve("config"), PosixFilePermissions.fromString("rw-r-----"));
        Files.delete(root.resolve(PACK.path()).getParent());
        backend.write(PACK, Body.of(BYTES));
        assertThat(mode(root.resolve(PACK.path()))).isEqualTo("r--r-----");
        assertThat(mode(root.resolve(PACK.path()).getParent())).isEqualTo("rwxrwx---");
    }

    @Test
    void foldersThatAnotherProgramDidNotMakeAreMadeWhenTheyAreNeeded() throws Exception {
        for (Path folder : files(root.resolve("data"))) {
            Files.delete(folder);
        }
        Files.delete(root.resolve("data"));
        assertThat(backend.list(Kind.DATA)).isEmpty();
        backend.write(PACK, Body.of(BYTES));
        assertThat(backend.readAll(PACK, 100)).isEqualTo(BYTES);
    }

    @Test
    void aRepositoryWhoseDiskIsNotMountedIsNeitherEmptyNorMadeAnew() throws Exception {
        Backend absent = new LocalBackend(scratch.resolve("absent"));
        for (Kind kind : List.of(Kind.DATA, Kind.SNAPSHOTS)) {
            assertFails(() -> absent.list(kind), Failure.NOT_FOUND, "store.missing");
        }
        assertFails(() -> absent.write(PACK, Body.of(BYTES)), Failure.NOT_FOUND, "store.missing");
        assertThat(scratch.resolve("absent")).doesNotExist();
    }

    @Test
    void namesThatAreNotFilesOfARepositoryAreLeftOut() throws Exception {
        Path folder = root.resolve(PACK.path()).getParent();
        Files.write(folder.resolve(PACK.name() + "-tmp-123"), BYTES);
        Files.write(folder.resolve(".nfs000001"), BYTES);
        Files.write(root.resolve("data").resolve("README"), BYTES);
        Files.createDirectory(folder.resolve(PACK.name()));
        assertThat(backend.list(Kind.DATA)).isEmpty();
    }

    @Test
    void aWriteThatFailsLeavesNothing() throws Exception {
        Body broken = new Body() {
            @Override
            public long size() {
                return 1 << 20;
            }

            @Override
            public InputStream open() {
                return new FilterInputStream(new ByteArrayInputStream(new byte[1 << 19])) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        int read = super.read(into, offset, length);
                        if (read < 0) {
                            throw new IOException("the source broke");
                        }
                        return read;
                    }
                };
            }
        };
        assertFails(() -> backend.write(PACK, broken), Failure.PERMANENT, "store.failed");
        assertThat(files(root.resolve(PACK.path()).getParent())).isEmpty();
    }

    @Test
    void leftoversOfKilledWritersAreSweptWhenTheyAreOldEnough() throws Exception {
        Path folder = root.resolve(PACK.path()).getParent();
        Path old = Files.write(folder.resolve(PACK.name() + "-tmp-123"), BYTES);
        Path young = Files.write(folder.resolve(PACK.name() + "-tmp-456"), BYTES);
        Path foreign = Files.write(folder.resolve("notes-tmp-789"), BYTES);
        Path config = Files.write(root.resolve("config-tmp-42"), BYTES);
        for (Path file : List.of(old, foreign, config)) {
            Files.setLastModifiedTime(
                    file,
                    FileTime.from(Files.getLastModifiedTime(young).toInstant().minus(Duration.ofHours(25))));
        }
        assertThat(backend.sweep(Duration.ofDays(1)))
                .containsExactlyInAnyOrder(
                        root.relativize(old).toString(), root.relativize(config).toString());
        assertThat(files(folder)).containsExactlyInAnyOrder(young, foreign);
        assertThat(backend.sweep(Duration.ZERO)).hasSize(1);
        assertThat(files(folder)).containsExactly(foreign);
    }

    @Test
    void anInterruptEndsACallAndLeavesNothingHalf() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertFails(() -> backend.write(PACK, Body.of(BYTES)), Failure.INTERRUPTED, "store.interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(files(root.resolve(PACK.path()).getParent())).isEmpty();
        backend.write(PACK, Body.of(BYTES));
    }

    @Test
    void whatMayNotBeReadIsDeniedAndNotMissing() throws Exception {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may read everything");
        backend.write(PACK, Body.of(BYTES));
        Files.setPosixFilePermissions(root.resolve(PACK.path()), PosixFilePermissions.fromString("---------"));
        assertFails(() -> backend.readAll(PACK, 100), Failure.PERMANENT, "store.denied");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
