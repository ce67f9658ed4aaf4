// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.snapshot.SnapshotName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How snapshots are called, and found again when every journal is lost: {@code /dev/GROUP/NAME}. */
final class Names {
    private static final SourcePath DEVICES = SourcePath.of("/dev");

    private Names() {}

    /** What this owner's cycles left, the half-made included. */
    static List<OwnedSnapshot> owned(String owner, List<LogicalVolume> volumes) {
        return volumes.stream()
                .flatMap(volume -> name(volume.name())
                        .filter(name -> name.owner().equals(owner))
                        .map(name -> owned(volume.group(), name))
                        .stream())
                .toList();
    }

    static OwnedSnapshot owned(String group, SnapshotName name) {
        SourcePath place = DEVICES.child(group.getBytes(StandardCharsets.UTF_8)).child(name.bytes());
        return new OwnedSnapshot(LvmProvider.ID, place, name.owner(), name.cycle(), name.deadline());
    }

    /** Group and name of the volume that a snapshot's place says, {@code GROUP/NAME}. */
    static String path(OwnedSnapshot snapshot) throws SnapshotException {
        SourcePath place = snapshot.place();
        String name = new String(place.name(), StandardCharsets.UTF_8);
        Optional<SourcePath> group = place.parent()
                .filter(folder -> folder.parent().filter(DEVICES::equals).isPresent());
        boolean ours = name(name)
                .filter(parsed -> parsed.owner().equals(snapshot.owner())
                        && parsed.cycle().equals(snapshot.cycle()))
                .isPresent();
        if (group.isEmpty() || !ours) {
            throw LvmProvider.FAILURES.of(
                    "foreign",
                    place + " is left alone: its name does not say that it belongs to " + snapshot.owner(),
                    Retry.DOES_NOT_HELP,
                    "look at it, and remove it by hand");
        }
        return new String(group.get().name(), StandardCharsets.UTF_8) + "/" + name;
    }

    private static Optional<SnapshotName> name(String text) {
        return SnapshotName.parse(text.getBytes(StandardCharsets.UTF_8))
                .filter(name -> name.kind().equals(LvmProvider.KIND));
    }
}
