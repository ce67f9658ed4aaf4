// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.SourcePath;
import dev.stillframe.clock.Clock;
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
import java.util.concurrent.locks.LockSupport;

/** Mounts snapshots so that nothing is written to them, see mount(8), xfs(5) and ext4(5). */
final class SnapshotMount {
    /**
     * By filesystem. LVM had it written out before, so that no log needs to be replayed; two XFS with one UUID are refused
     * otherwise.
     */
    static final Map<String, String> OPTIONS = new TreeMap<>(Map.of(
            "xfs", "norecovery,nouuid", "ext4", "noload", "ext3", "noload", "ext2", "noatime", "vfat", "noatime"));

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private SnapshotMount() {}

    /** @param limit after which mount(8) is killed */
    static void mount(LogicalVolume snapshot, String fileSystem, Path target, Duration limit) throws IOException {
        long device = snapshot.device()
                .orElseThrow(() -> new IOException("snapshot " + snapshot + " is not active: see lvs " + snapshot));
        Files.createDirectories(target);
        run(
                List.of(
                        "/bin/mount",
                        "-t",
                        fileSystem,
                        "-o",
                        "ro,nodev,nosuid,noexec," + OPTIONS.get(fileSystem),
                        "/dev/mapper/" + snapshot.mapped(),
                        target.toString()),
                limit);
        SourcePath root = SourcePath.of(target.toString());
        Optional<Mount> mounted =
                MountTable.read().mountOf(root).filter(one -> one.point().equals(root));
        if (mounted.isEmpty() || mounted.get().device() != device) {
            throw new IOException("mount ended well, but " + target + " does not show " + snapshot);
        }
    }

    /** Unmounts a device wherever it is mounted. Readers are waited for a little. */
    static void unmount(long device, Clock clock) throws IOException {
        long begun = clock.nanoTime();
        while (true) {
            List<Mount> mounted = MountTable.read().mounts().stream()
                    .filter(mount -> mount.device() == device)
                    .toList();
            if (mounted.isEmpty()) {
                return;
            }
            try {
                for (Mount mount : mounted) {
                    run(List.of("/bin/umount", mount.point().toString()), PATIENCE);
                }
            } catch (IOException e) {
                if (clock.nanoTime() - begun > PATIENCE.toNanos()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void run(List<String> command, Duration limit) throws IOException {
        try {
            Optional<String> failure =
                    Tool.start(command, Map.of("LC_ALL", "C")).await(limit);
            if (failure.isPresent()) {
                throw new IOException(command.get(0) + " " + failure.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.get(0) + " was given up", e);
        }
    }
}
