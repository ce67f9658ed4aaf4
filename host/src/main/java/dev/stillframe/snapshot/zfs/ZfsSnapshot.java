// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.snapshot.SnapshotName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A snapshot that has our name, {@code DATASET@NAME}: how it is found again when every journal is lost.
 *
 * @param dataset the filesystem, or the volume, that it is of
 */
record ZfsSnapshot(String dataset, SnapshotName name) {
    /** Reads a name; empty if it is not one of ours, whoever's. */
    static Optional<ZfsSnapshot> parse(String text) {
        int at = text.indexOf('@');
        return at <= 0
                ? Optional.empty()
                : SnapshotName.parse(text.substring(at + 1).getBytes(StandardCharsets.UTF_8))
                        .filter(name -> name.kind().equals(ZfsProvider.KIND))
                        .map(name -> new ZfsSnapshot(text.substring(0, at), name));
    }

    /** What somebody asks to have removed. */
    static ZfsSnapshot of(OwnedSnapshot owned) throws SnapshotException {
        String place = owned.place().toString();
        return parse(place.substring(1))
                .filter(found -> found.name().owner().equals(owned.owner())
                        && found.name().cycle().equals(owned.cycle()))
                .orElseThrow(() -> ZfsProvider.FAILURES.of(
                        "foreign",
                        place + " is left alone: its name does not say that it belongs to " + owned.owner(),
                        Retry.DOES_NOT_HELP,
                        "look at it, and remove it by hand"));
    }

    /** {@code /DATASET@NAME}. */
    OwnedSnapshot owned() {
        return new OwnedSnapshot(
                ZfsProvider.ID, SourcePath.of("/" + this), name.owner(), name.cycle(), name.deadline());
    }

    /** The clone that shows it where a snapshot cannot be mounted. */
    String cloneName() {
        return dataset + "/" + name;
    }

    /**
     * Where it is mounted.
     *
     * @param mounts the folder for mount points
     */
    Path target(Path mounts) {
        return folder(mounts).resolve(dataset.replace('/', '%')); // which no name of a dataset has
    }

    /** What holds the targets of a set's snapshots. */
    Path folder(Path mounts) {
        return mounts.resolve(name.toString());
    }

    @Override
    public String toString() {
        return dataset + "@" + name;
    }
}
