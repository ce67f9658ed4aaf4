// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.clock.Clock;
import dev.stillframe.snapshot.Unmounting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Unmounts and removes what is a snapshot of ours beyond doubt: by its name, and because nothing is a snapshot of it. One
 * that lvcreate did not finish is an ordinary volume with our name, and removed as well.
 */
record Removal(Lvm lvm, Path mounts, Clock clock) {
    void of(OwnedSnapshot snapshot) throws SnapshotException {
        String path = Names.path(snapshot);
        try {
            Optional<LogicalVolume> found = lvm.volumes().stream()
                    .filter(volume -> volume.path().equals(path))
                    .findFirst();
            if (found.isPresent()) {
                LogicalVolume volume = found.get();
                if (volume.attributes().charAt(0) == 'o') {
                    throw LvmProvider.FAILURES.of(
                            "foreign",
                            volume + " is left alone: somebody made a snapshot of it",
                            Retry.DOES_NOT_HELP,
                            "remove that first");
                }
                if (volume.device().isPresent()) {
                    long device = volume.device().getAsLong();
                    Unmounting.all(mount -> mount.device() == device, clock);
                }
                lvm.remove(volume);
            }
            Files.deleteIfExists(mounts.resolve(path.substring(path.indexOf('/') + 1)));
        } catch (IOException e) {
            throw LvmProvider.FAILURES.of("release", e);
        }
    }
}
