// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.Privileges;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the programs of OpenZFS are run, with stand-ins that write down what they are asked and mount a tmpfs: this project
 * is built where the kernel has no ZFS.
 */
class KernelZfsTest {
    private static final String NAME = "zfs.host.c1.17.0";
    private static final ZfsSnapshot SNAPSHOT =
            ZfsSnapshot.parse("tank/two words@" + NAME).orElseThrow();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    private Path asked;
    private ZfsPrograms zfs;

    @BeforeEach
    void open() throws Exception {
        temp = temp.toRealPath();
        asked = Files.createFile(temp.resolve("asked"));
        Path device = Files.createFile(temp.resolve("zfs-device"));
        zfs = new ZfsPrograms(
                program("zfs", "printf '%s|' \"$@\" >> '" + asked + "'; echo >> '" + asked + "'"),
                program("mount", """
                        printf '%s|' "$@" >> 'ASKED'
                        exec /bin/mount -t tmpfs -o "$4" "$5" "$6"
                        """.replace("ASKED", asked.toString())),
                device,
                temp.resolve("no-socket"),
                Clock.system());
    }

    @Test
    void severalDatasetsAreTakenInOneCall() throws Exception {
        zfs.create(List.of("tank/two words", "tank/srv"), NAME);

        assertThat(asked).hasContent("snapshot|tank/two words@" + NAME + "|tank/srv@" + NAME + "|\n");
        assertThat(zfs.answers()).isTrue();
    }

    @Test
    void aSnapshotIsMountedReadOnlyByItsNameAndNothingElsePassesForIt() throws Exception {
        assumeTrue(Privileges.administersFilesystems(), "skipped: needs CAP_SYS_ADMIN");
        Path target = SNAPSHOT.target(temp);
        assertThat(zfs.shows(SNAPSHOT, target)).isFalse();
        try {
            zfs.show(SNAPSHOT, target, LIMIT);
            assertThat(zfs.shows(SNAPSHOT, target)).isTrue();
            assertThat(zfs.shows(SNAPSHOT, temp)).isFalse();
            assertThat(zfs.shows(new ZfsSnapshot("tank/srv", SNAPSHOT.name()), target))
                    .isFalse();
            assertThatThrownBy(() -> Files.createFile(target.resolve("file"))).isInstanceOf(IOException.class);
        } finally {
            zfs.hide(SNAPSHOT);
        }
        assertThat(zfs.shows(SNAPSHOT, target)).isFalse();
        assertThat(asked).hasContent("-t|zfs|-o|ro,nodev,nosuid,noexec|tank/two words@" + NAME + "|" + target + "|");
    }

    @Test
    void aFailureSaysWhatZfsSaid() throws Exception {
        program("zfs", "echo \"cannot create snapshots: out of space\" >&2; exit 1");

        assertThatThrownBy(() -> zfs.create(List.of("tank"), NAME))
                .hasMessage("zfs snapshot ended with exit code 1: cannot create snapshots: out of space");
        assertThatThrownBy(() -> zfs.datasets()).hasMessageContaining("zfs list ended with exit code 1");
    }

    @Test
    void aSocketThatAKilledProcessLeftAnswersNobody() throws Exception {
        Path socket = temp.resolve("socket");
        ZfsPrograms fuse = new ZfsPrograms(
                temp.resolve("zfs"), Path.of("/bin/mount"), temp.resolve("no-device"), socket, Clock.system());
        assertThat(fuse.answers()).isFalse();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(fuse.answers()).isTrue();
        }
        assertThat(socket).exists();
        assertThat(fuse.answers()).isFalse();
    }

    private Path program(String name, String script) throws IOException {
        Path program = Files.writeString(temp.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
