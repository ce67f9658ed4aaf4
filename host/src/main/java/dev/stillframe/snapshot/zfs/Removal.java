// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.snapshot.SnapshotName;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Unmounts and removes what is a snapshot of ours by its name, and its clone. What else depends on it keeps it. */
record Removal(Zfs zfs, Path mounts) {
    /** Removes all snapshots of one name in a pool. */
    void of(String pool, SnapshotName name) throws SnapshotException {
        try {
            for (String each : zfs.snapshots()) {
                Optional<ZfsSnapshot> ours = ZfsSnapshot.parse(each)
                        .filter(one -> one.name().equals(name)
                                && Dataset.pool(one.dataset()).equals(pool));
                if (ours.isPresent()) {
                    of(ours.get());
                }
            }
        } catch (IOException e) {
            throw ZfsProvider.FAILURES.of("release", e);
        }
    }

    /** Removes one; nothing if it is gone. */
    void of(ZfsSnapshot snapshot) throws SnapshotException {
        try {
            zfs.hide(snapshot);
            removeClone(snapshot);
            if (zfs.snapshots().contains(snapshot.toString())) {
                zfs.destroy(snapshot.toString());
            }
            Files.deleteIfExists(snapshot.target(mounts));
            leave(snapshot.folder(mounts));
        } catch (IOException e) {
            throw ZfsProvider.FAILURES.of("release", e);
        }
    }

    private void removeClone(ZfsSnapshot snapshot) throws IOException, SnapshotException {
        List<Dataset> found = zfs.datasets().stream()
                .filter(one -> one.name().equals(snapshot.cloneName()))
                .toList();
        for (Dataset clone : found) {
            if (!clone.origin().equals(Optional.of(snapshot.toString()))) {
                throw ZfsProvider.FAILURES.of(
                        "foreign",
                        clone + " is left alone: it is no clone of " + snapshot,
                        Retry.DOES_NOT_HELP,
                        "look at it, and remove it by hand");
            }
            zfs.destroy(clone.name());
        }
    }

    private static void leave(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return; // others of the set are still there
        }
    }
}
