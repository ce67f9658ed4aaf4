// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.snapshot.SnapshotName;
import dev.stillframe.tree.OwnFolder;
import java.util.Optional;

/** Removes a folder of clones that is ours beyond doubt: by its place and its name. */
final class Removal {
    private Removal() {}

    static void of(OwnedSnapshot snapshot) throws SnapshotException {
        SourcePath place = snapshot.place();
        Optional<SourcePath> folder = place.parent().filter(parent -> OwnFolder.is(parent.name()));
        Optional<SnapshotName> name = SnapshotName.parse(place.name())
                .filter(n -> n.kind().equals(ReflinkProvider.KIND))
                .filter(n -> n.owner().equals(snapshot.owner()) && n.cycle().equals(snapshot.cycle()));
        if (folder.isEmpty() || name.isEmpty()) {
            throw ReflinkProvider.FAILURES.of(
                    "foreign",
                    place + " is left alone: its name does not say that it belongs to " + snapshot.owner(),
                    Retry.DOES_NOT_HELP,
                    "look at it, and remove it by hand");
        }
        try (DirectoryHandle open = DirectoryHandle.open(folder.get())) {
            remove(open, place.name());
        } catch (LinuxException e) {
            if (!e.vanished()) {
                throw ReflinkProvider.FAILURES.of("release", e);
            }
        }
    }

    /** Never follows a link; what somebody else removes meanwhile is removed. */
    private static void remove(DirectoryHandle parent, byte[] name) throws LinuxException {
        try (DirectoryHandle folder = parent.folder(name)) {
            for (byte[] entry : folder.list()) {
                try {
                    if (folder.status(entry).kind() == Kind.FOLDER) {
                        remove(folder, entry);
                    } else {
                        folder.remove(entry);
                    }
                } catch (LinuxException e) {
                    if (!e.vanished()) {
                        throw e;
                    }
                }
            }
        }
        parent.removeFolder(name);
    }
}
