// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
    private static final String LINE =
            "36 35 98:0 /mnt\\0401 /mnt/a\\040b\\011c\\012d\\134e rw,noatime shared:7 master:1 - fuse.x /dev/ro\\040t ro,errors=x\n";

    private static MountTable parse(String text) throws IOException {
        return MountTable.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aLineIsReadWithItsEscapesAndOptionalFields() throws Exception {
        Mount mount = parse(LINE).mounts().get(0);
        assertThat(mount)
                .isEqualTo(new Mount(
                        36,
                        DeviceNumber.of(98, 0),
                        SourcePath.of("/mnt 1"),
                        SourcePath.of("/mnt/a b\tc\nd\\e"),
                        true,
                        "fuse",
                        "/dev/ro t"));
    }

    @Test
    void aMountPointNeedNotBeText() throws Exception {
        Mount mount = parse("1 0 0:1 / /x\u00ff rw - tmpfs none rw\n").mounts().get(0);
        assertThat(mount.point()).isEqualTo(SourcePath.of(new byte[] {'/', 'x', (byte) 0xff}));
        assertThat(mount.readOnly()).isFalse();
    }

    @Test
    void rootsThatAreNoPathsAndRootsThatWereRemovedAreRead() throws Exception {
        MountTable table = parse("""
                1 0 0:4 net:[4026532] /run/ns rw - nsfs nsfs rw
                2 0 0:5 /gone//deleted /mnt rw - btrfs /dev/x rw
                """);
        assertThat(table.mounts().get(0).root()).isEqualTo(SourcePath.root());
        assertThat(table.mounts().get(1).root()).isEqualTo(SourcePath.of("/gone"));
    }

    @Test
    void damagedLinesAreRefusedByName() {
        Random random = new Random(20240229);
        for (int i = 0; i < LINE.length() - 1; i++) {
            String cut = LINE.substring(0, i);
            if (!cut.isEmpty() && !cut.contains("- fuse.x /dev/ro\\040t ")) {
                assertThatThrownBy(() -> parse(cut))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("mount table");
            }
        }
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = LINE.getBytes(StandardCharsets.ISO_8859_1);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                MountTable.parse(bytes);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("mount table");
            }
        }
    }

    @Test
    void theMountOfAFileIsTheOneThatTheKernelNames(@TempDir Path temp) throws Exception {
        MountTable table = MountTable.read();
        SourcePath folder = SourcePath.of(temp.toRealPath().toString());
        Mount mount = table.mountOf(folder).orElseThrow();
        assertThat(folder.startsWith(mount.point())).isTrue();
        assertThat(table.volumeOf(folder).orElseThrow().deviceId())
                .isEqualTo(FileStatus.of(folder).device());
        assertThat(table.mountOf(SourcePath.of("/proc/self/status"))
                        .orElseThrow()
                        .fileSystem())
                .isEqualTo("proc");
        assertThat(table.below(SourcePath.of("/proc"))).isNotEmpty();
    }
}
