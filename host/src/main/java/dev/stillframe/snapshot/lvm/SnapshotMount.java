// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.SourcePath;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Mounts snapshots so that nothing is written to them, see mount(8), xfs(5) and ext4(5). */
final class SnapshotMount {
    /**
     * By filesystem. LVM had it written out before, so that no log needs to be replayed; two XFS with one UUID are refused
     * otherwise.
     */
    static final Map<String, String> OPTIONS = new TreeMap<>(Map.of(
            "xfs", "norecovery,nouuid", "ext4", "noload", "ext3", "noload", "ext2", "noatime", "vfat", "noatime"));

    private SnapshotMount() {}

    /** @param limit after which mount(8) is killed */
    static void mount(LogicalVolume snapshot, String fileSystem, Path target, Duration limit) throws IOException {
        long device = snapshot.device()
                .orElseThrow(() -> new IOException("snapshot " + snapshot + " is not active: see lvs " + snapshot));
        Files.createDirectories(target);
        Tool.run(
                List.of(
                        "/bin/mount",
                        "-t",
                        fileSystem,
                        "-o",
                        "ro,nodev,nosuid,noexec," + OPTIONS.get(fileSystem),
                        "/dev/mapper/" + snapshot.mapped(),
                        target.toString()),
                Map.of("LC_ALL", "C"),
                limit);
        SourcePath root = SourcePath.of(target.toString());
        Optional<Mount> mounted =
                MountTable.read().mountOf(root).filter(one -> one.point().equals(root));
        if (mounted.isEmpty() || mounted.get().device() != device) {
            throw new IOException("mount ended well, but " + target + " does not show " + snapshot);
        }
    }
}
