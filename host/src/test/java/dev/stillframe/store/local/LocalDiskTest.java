// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.local;

import static dev.stillframe.store.backend.BackendContract.assertFails;
import static dev.stillframe.store.backend.BackendContract.bytes;
import static dev.stillframe.store.backend.BackendContract.handle;
import static dev.stillframe.store.backend.BackendContract.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a filesystem of 2 MiB. */
class LocalDiskTest {
    private static final byte[] SMALL = bytes("small");

    @TempDir
    Path scratch;

    private Path disk;
    private boolean mounted;
    private LocalBackend backend;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(Privileges.administersFilesystems(), "mounting needs root");
        disk = Files.createDirectory(scratch.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=2m", "stillframe-test", disk.toString());
        mounted = true;
        backend = new LocalBackend(disk);
        backend.create();
        backend.write(Handle.CONFIG, Body.of(SMALL));
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    @Test
    void aFullDiskIsSaidAndNothingHalfIsLeft() throws Exception {
        byte[] large = noise(4 << 20, 1);
        assertFails(() -> backend.write(handle(Kind.DATA, large), Body.of(large)), Failure.PERMANENT, "store.full");
        assertThat(backend.list(Kind.DATA)).isEmpty();
        try (Stream<Path> all = Files.walk(disk)) {
            assertThat(all.filter(Files::isRegularFile)).containsExactly(disk.resolve("config"));
        }
        backend.write(handle(Kind.DATA, SMALL), Body.of(SMALL)); // there is room for it again
    }

    @Test
    void aReadOnlyDiskIsSaidAndCanBeRead() throws Exception {
        run("mount", "-o", "remount,ro", disk.toString());
        assertFails(
                () -> backend.write(handle(Kind.LOCKS, SMALL), Body.of(SMALL)), Failure.PERMANENT, "store.read-only");
        assertFails(() -> backend.remove(Handle.CONFIG), Failure.PERMANENT, "store.read-only");
        assertThat(backend.readAll(Handle.CONFIG, 100)).isEqualTo(SMALL);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("%s", String.join(" ", command)).isZero();
    }
}
