// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.base;

import dev.stillframe.api.SourcePath;
import dev.stillframe.snapshot.SnapshotName;
import dev.stillframe.tree.OwnFolder;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of snapshots that can be kept, by the names that they have before and after. */
enum BaseName {
    SUBVOLUME("sf", "sfbase"),
    CLONES("cl", "clbase");

    private final String taken;
    private final String kept;

    BaseName(String taken, String kept) {
        this.taken = taken;
        this.kept = kept;
    }

    /** Which kind of a snapshot of a cycle lies at a place; empty if none does. */
    static Optional<BaseName> ofTaken(SourcePath place) {
        return name(place)
                .flatMap(name -> Arrays.stream(values())
                        .filter(kind -> kind.taken.equals(name.kind()))
                        .findFirst());
    }

    /** Which kind of a base lies at a place, as far as its name says. */
    static Optional<BaseName> ofKept(SourcePath place) {
        return name(place)
                .flatMap(name -> Arrays.stream(values())
                        .filter(kind -> kind.kept.equals(name.kind()))
                        .findFirst());
    }

    static Optional<String> owner(SourcePath place) {
        return name(place).map(SnapshotName::owner);
    }

    /** The name of a snapshot once it is a base. */
    byte[] kept(SourcePath place) {
        SnapshotName name = name(place).orElseThrow();
        return new SnapshotName(kept, name.owner(), name.cycle(), name.deadline(), name.number()).bytes();
    }

    private static Optional<SnapshotName> name(SourcePath place) {
        boolean ours =
                place.parent().filter(folder -> OwnFolder.is(folder.name())).isPresent();
        return ours ? SnapshotName.parse(place.name()) : Optional.empty();
    }
}
