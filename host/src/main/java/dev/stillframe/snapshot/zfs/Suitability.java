// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.OtherFilesystems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whether a ZFS snapshot would hold all of a source. */
sealed interface Suitability {
    /** It would, one of this filesystem, of which the source lies on that mount. */
    record Suitable(String dataset, Mount mount) implements Suitability {}

    /** It would not, or cannot be made. */
    record Unsuitable(String reason, String hint) implements Suitability {}

    /** The source does not lie on ZFS. */
    record Elsewhere() implements Suitability {}

    /** The type of mounts that OpenZFS makes. */
    String KERNEL = "zfs";

    /** The type of mounts that zfs-fuse makes, and many others. */
    String FUSE = "fuse";

    /** Judges a source. Changes nothing. */
    static Suitability of(Source source, Mount mount, MountTable table, Zfs zfs) {
        if (zfs.isVolume(mount.device())) {
            return new Unsuitable(
                    mount.fileSystem() + " at " + mount.point()
                            + " lies on a ZFS volume; only ZFS's own filesystems are" + " taken",
                    "configure snapshot-commands for it");
        }
        boolean kernel = mount.fileSystem().equals(KERNEL);
        if (!kernel && !(mount.fileSystem().equals(FUSE) && zfs.usable() && zfs.answers())) {
            return new Elsewhere();
        }
        if (!zfs.usable()) {
            return new Unsuitable(
                    mount.point() + " lies on ZFS, but its snapshots need the program zfs and CAP_SYS_ADMIN",
                    "install zfsutils-linux, and run as root");
        }
        try {
            Optional<Dataset> dataset = zfs.datasets().stream()
                    .filter(one -> isOf(mount, one, table))
                    .findFirst();
            if (dataset.isPresent()) {
                return judged(source, mount, table, dataset.get());
            }
            return kernel ? unknown(mount) : new Elsewhere();
        } catch (IOException e) {
            return new Unsuitable(
                    mount.point() + " lies on ZFS, or may, but ZFS cannot be asked: " + e.getMessage(),
                    "see what zfs list says");
        }
    }

    /**
     * Whether a mount shows a dataset. Anything may call itself {@code fuse} and its source as it likes: there it has to be
     * mounted where ZFS says that it is.
     */
    private static boolean isOf(Mount mount, Dataset dataset, MountTable table) {
        if (!mount.source().equals(dataset.name()) || !dataset.mounted()) {
            return false;
        }
        return mount.fileSystem().equals(KERNEL)
                || table.mounts().stream()
                        .anyMatch(one -> one.device() == mount.device()
                                && one.source().equals(mount.source())
                                && one.point().toString().equals(dataset.mountPoint()));
    }

    private static Suitability judged(Source source, Mount mount, MountTable table, Dataset dataset) {
        SourcePath control = mount.point().child(".zfs".getBytes(StandardCharsets.UTF_8));
        List<SourcePath> mounted = OtherFilesystems.mountedIn(source.files(), table).stream()
                .filter(point -> !point.startsWith(control)) // somebody looks at a snapshot
                .toList();
        return mounted.isEmpty()
                ? new Suitable(dataset.name(), mount)
                : new Unsuitable(
                        "a snapshot of " + dataset + " would not hold what is mounted at "
                                + OtherFilesystems.named(mounted),
                        "exclude it, or name it as a path of its own: datasets of one pool are taken at one instant");
    }

    private static Unsuitable unknown(Mount mount) {
        return mount.source().contains("@")
                ? new Unsuitable(mount.source() + " is a snapshot, of which ZFS makes none", "")
                : new Unsuitable(
                        "zfs list does not know " + mount.source() + " at " + mount.point(),
                        "run where the pool is imported: not inside a container");
    }
}
