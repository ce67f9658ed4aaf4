// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.platform.linux.FilesystemFreeze;
import java.io.IOException;

/**
 * Tells whether somebody has frozen a filesystem. The kernel's only way to ask is to freeze it, which is undone at once.
 *
 * @param way the way back from it
 * @param allowed whether it may be: not if the host lies on it; then nobody in the job may freeze it either
 */
record FrozenProbe(SourcePath point, ThawAction way, Guard guard, boolean allowed) {
    static FrozenProbe armed(Volume volume, Guard guard) throws IOException {
        FilesystemFreeze.thaw(SourcePath.of("/proc")); // loads the class
        ThawAction way = new ThawAction.ThawFilesystem(volume.mountPoint(), volume.deviceId());
        try {
            guard.arm(way);
            return new FrozenProbe(volume.mountPoint(), way, guard, true);
        } catch (WriterException e) {
            return new FrozenProbe(volume.mountPoint(), way, guard, false);
        }
    }

    /** lvcreate would fail half-way on what is frozen, and leave a thick volume in a state that only an operator can mend. */
    void refuseFrozen() throws IOException, SnapshotException {
        if (!allowed) {
            return;
        }
        if (!FilesystemFreeze.freeze(point)) {
            guard.withdraw(way); // it is not ours to thaw
            throw LvmProvider.FAILURES.of(
                    "frozen",
                    "the filesystem at " + point + " is frozen already, and LVM cannot take a snapshot of it then",
                    Retry.UNKNOWN,
                    "let no application of the job freeze it: lvcreate does that by itself");
        }
        FilesystemFreeze.thaw(point);
    }
}
