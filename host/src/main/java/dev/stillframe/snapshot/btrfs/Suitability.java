// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.btrfs;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Offers.Refusal;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.platform.linux.BtrfsSubvolume;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.snapshot.OtherFilesystems;
import dev.stillframe.snapshot.SnapshotFolder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Whether a subvolume's snapshot would hold all of a source. */
sealed interface Suitability {
    /** It would: of this subvolume. */
    record Suitable(SourcePath subvolume) implements Suitability {}

    /** It would not, or cannot be made. */
    record Unsuitable(Refusal refusal) implements Suitability {}

    /** Judges a source on a btrfs filesystem. Changes nothing. */
    static Suitability of(Source source, MountTable table) throws IOException {
        if (!Privileges.administersFilesystems()) {
            return no(source, "making a snapshot needs CAP_SYS_ADMIN", "run as root");
        }
        SourcePath root = source.files().root();
        Optional<Mount> mount = table.mountOf(root);
        if (mount.isEmpty() || !mount.get().fileSystem().equals("btrfs")) {
            return no(source, root + " is not on a mounted btrfs filesystem any more", "plan again");
        }
        if (mount.get().readOnly()) {
            return no(source, mount.get().point() + " is mounted read-only: a snapshot cannot be made there", "");
        }
        Optional<SourcePath> subvolume = BtrfsSubvolume.rootOf(root);
        if (subvolume.isEmpty()) {
            return no(
                    source,
                    mount.get().point() + " shows only a part of its subvolume",
                    "mount the whole subvolume, and name the files there");
        }
        return whole(source, subvolume.get(), table);
    }

    private static Suitability whole(Source source, SourcePath root, MountTable table) throws IOException {
        List<SourcePath> nested;
        try (BtrfsSubvolume subvolume = BtrfsSubvolume.open(root)) {
            if (subvolume.readOnly()) {
                return no(source, root + " is a read-only subvolume: a snapshot cannot be kept in it", "");
            }
            nested = nestedIn(source.files(), subvolume);
        }
        if (!nested.isEmpty()) {
            return no(
                    source,
                    "a snapshot would show these subvolumes as empty folders: " + OtherFilesystems.named(nested),
                    "exclude them, or name each as a path of its own");
        }
        List<SourcePath> mounted = OtherFilesystems.mountedIn(source.files(), table);
        if (!mounted.isEmpty()) {
            return no(
                    source,
                    "a snapshot would not hold what is mounted at " + OtherFilesystems.named(mounted),
                    "exclude it, or name it as a path of its own");
        }
        return new Suitable(root);
    }

    /** Subvolumes that a file set reaches into and that a snapshot would leave out. */
    static List<SourcePath> nestedIn(FileSet files, BtrfsSubvolume subvolume) throws LinuxException {
        SourcePath own = SnapshotFolder.in(subvolume.root());
        return subvolume.nested().stream()
                .filter(path -> path.startsWith(files.root()) && !path.startsWith(own))
                .filter(path -> OtherFilesystems.reaches(files, path))
                .toList();
    }

    private static Suitability no(Source source, String reason, String hint) {
        return new Unsuitable(new Refusal(source, reason, hint));
    }
}
