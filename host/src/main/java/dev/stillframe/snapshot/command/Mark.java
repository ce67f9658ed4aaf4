// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.command;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.snapshot.SnapshotFolder;
import dev.stillframe.snapshot.SnapshotName;
import dev.stillframe.tree.OwnFolder;
import java.util.ArrayList;
import java.util.List;

/**
 * An empty file on the volume, with the snapshot's name, in the folder for what is ours: made before the snapshot and
 * removed after its release. Whoever finds one knows that a snapshot of that name may exist, whatever became of every
 * journal; and a snapshot in which it cannot be seen is another one, or an older one.
 */
final class Mark {
    private Mark() {}

    static SourcePath place(SourcePath mountPoint, SnapshotName name) {
        return SnapshotFolder.in(mountPoint).child(name.bytes());
    }

    static void set(DirectoryHandle folder, SnapshotName name) throws LinuxException {
        folder.create(name.bytes(), 0600).close();
        folder.sync();
    }

    /** Whether it can be seen in a snapshot's root. */
    static boolean isIn(SourcePath root, SnapshotName name) throws LinuxException {
        return exists(place(root, name));
    }

    static boolean exists(SourcePath place) throws LinuxException {
        try {
            LinuxFiles.metadata(place);
            return true;
        } catch (LinuxException e) {
            if (e.vanished()) {
                return false;
            }
            throw e;
        }
    }

    static void remove(SourcePath mountPoint, SnapshotName name) throws LinuxException {
        try (DirectoryHandle folder = DirectoryHandle.open(SnapshotFolder.in(mountPoint))) {
            folder.remove(name.bytes());
        } catch (LinuxException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    static List<OwnedSnapshot> owned(String owner, SourcePath mountPoint) throws SnapshotException {
        List<OwnedSnapshot> found = new ArrayList<>();
        try (DirectoryHandle folder = DirectoryHandle.open(SnapshotFolder.in(mountPoint))) {
            for (byte[] entry : folder.list()) {
                SnapshotName.parse(entry)
                        .filter(name -> name.kind().equals(CommandProvider.KIND)
                                && name.owner().equals(owner))
                        .map(name -> owned(mountPoint, name))
                        .ifPresent(found::add);
            }
        } catch (LinuxException e) {
            if (!e.is(Errno.ENOENT)) {
                throw CommandProvider.FAILURES.of("owned", e);
            }
        }
        return found;
    }

    static OwnedSnapshot owned(SourcePath mountPoint, SnapshotName name) {
        return new OwnedSnapshot(
                CommandProvider.ID, place(mountPoint, name), name.owner(), name.cycle(), name.deadline());
    }

    /** The name that a snapshot's place says, if it is one of ours and of its owner. */
    static SnapshotName name(OwnedSnapshot snapshot) throws SnapshotException {
        SourcePath place = snapshot.place();
        boolean ours = place.parent()
                .filter(folder -> OwnFolder.is(folder.name()) && folder.parent().isPresent())
                .isPresent();
        return SnapshotName.parse(place.name())
                .filter(name -> ours && name.kind().equals(CommandProvider.KIND))
                .filter(name ->
                        name.owner().equals(snapshot.owner()) && name.cycle().equals(snapshot.cycle()))
                .orElseThrow(() -> CommandProvider.FAILURES.of(
                        "foreign",
                        place + " is left alone: its name does not say that it belongs to " + snapshot.owner(),
                        Retry.DOES_NOT_HELP,
                        "look at it, and remove it by hand"));
    }
}
