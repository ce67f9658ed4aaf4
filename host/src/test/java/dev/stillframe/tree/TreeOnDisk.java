// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.platform.linux.Privileges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Compares a tree with what lies on disk: names, kinds, bytes, and all that the filesystem says of each entry. */
public final class TreeOnDisk {
    private TreeOnDisk() {}

    public static void assertSame(RandomTree tree, SourcePath target) throws IOException {
        List<SourcePath> found = new ArrayList<>();
        walk(target, found);
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(tree.puts().keySet().stream()
                        .map(path -> path.below(target))
                        .toList());
        for (RandomTree.Put put : tree.puts().values()) {
            SourcePath path = put.node().path().below(target);
            assertSame(path, put.node().metadata(), LinuxFiles.metadata(path));
            if (put.linkTo() != null) {
                assertThat(LinuxFiles.metadata(path).inode())
                        .as("a hard link: %s", path)
                        .isEqualTo(
                                LinuxFiles.metadata(put.linkTo().below(target)).inode());
            } else if (put.content() != null) {
                assertThat(bytes(path)).as("%s", path).isEqualTo(put.content().bytes());
            }
        }
    }

    private static void assertSame(SourcePath path, Metadata expected, Metadata actual) {
        assertThat(actual.kind()).as("%s", path).isEqualTo(expected.kind());
        assertThat(actual.modified()).as("time of %s", path).isEqualTo(expected.modified());
        assertThat(actual.linkTarget()).as("%s", path).isEqualTo(expected.linkTarget());
        assertThat(actual.attributes()).as("attributes of %s", path).isEqualTo(expected.attributes());
        if (Privileges.effectiveUser() == 0) {
            assertThat(actual.permissions()).as("mode of %s", path).isEqualTo(expected.permissions());
            assertThat(actual.uid()).as("owner of %s", path).isEqualTo(expected.uid());
            assertThat(actual.gid()).as("group of %s", path).isEqualTo(expected.gid());
        } else {
            assertThat(actual.permissions() & 0777).as("mode of %s", path).isEqualTo(expected.permissions() & 0777);
        }
    }

    private static void walk(SourcePath folder, List<SourcePath> found) throws IOException {
        for (byte[] name : LinuxFiles.list(folder)) {
            SourcePath path = folder.child(name);
            found.add(path);
            if (LinuxFiles.metadata(path).kind() == Metadata.Kind.FOLDER) {
                walk(path, found);
            }
        }
    }

    public static byte[] bytes(SourcePath path) throws IOException {
        try (OpenFile file = LinuxFiles.open(path)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) file.status().size());
            while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {}
            return buffer.array();
        }
    }
}
