// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.btrfs;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.linux.BtrfsSubvolume;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.snapshot.SnapshotName;
import dev.stillframe.tree.OwnFolder;
import java.util.Optional;

/** Removes what is a snapshot of ours beyond doubt: by its place, its name, and because it is read-only. */
final class Removal {
    private Removal() {}

    static void of(OwnedSnapshot snapshot) throws SnapshotException {
        SourcePath place = snapshot.place();
        Optional<SourcePath> folder = place.parent().filter(parent -> OwnFolder.is(parent.name()));
        Optional<SnapshotName> name = SnapshotName.parse(place.name())
                .filter(n -> n.kind().equals(BtrfsProvider.KIND))
                .filter(n -> n.owner().equals(snapshot.owner()) && n.cycle().equals(snapshot.cycle()));
        if (folder.isEmpty() || name.isEmpty()) {
            throw foreign(place, "its name does not say that it belongs to " + snapshot.owner());
        }
        try (DirectoryHandle open = DirectoryHandle.open(folder.get())) {
            if (!BtrfsSubvolume.isRoot(open.status(place.name()))) {
                throw foreign(place, "it is not a subvolume");
            }
            if (!readOnly(place)) {
                throw foreign(place, "it is not read-only");
            }
            BtrfsSubvolume.remove(open, place.name());
        } catch (LinuxException e) {
            if (!e.vanished()) {
                throw BtrfsProvider.FAILURES.of("release", e);
            }
        }
    }

    private static boolean readOnly(SourcePath place) throws LinuxException {
        try (BtrfsSubvolume snapshot = BtrfsSubvolume.open(place)) {
            return snapshot.readOnly();
        }
    }

    private static SnapshotException foreign(SourcePath place, String why) {
        return BtrfsProvider.FAILURES.of(
                "foreign", place + " is left alone: " + why, Retry.DOES_NOT_HELP, "look at it, and remove it by hand");
    }
}
