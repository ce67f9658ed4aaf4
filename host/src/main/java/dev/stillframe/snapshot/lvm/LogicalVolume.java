// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A logical volume, as lvs(8) tells of it.
 *
 * @param group its volume group
 * @param attributes {@code lv_attr}, ten letters: the first is its kind, the fifth its state, the ninth its health
 * @param origin what it is a snapshot of; empty if it is none
 * @param pool the thin pool that it lies in; empty if it lies in none
 * @param size in bytes; of a thick snapshot the room for what is overwritten in its origin
 * @param dataPercent how full it is: a thick snapshot, a thin volume or a pool
 * @param metadataPercent of a pool
 * @param device its st_rdev while it is active
 * @param groupFree bytes that its group has not given to any volume
 * @param extent bytes: sizes in its group are multiples of this
 */
record LogicalVolume(
        String group,
        String name,
        String attributes,
        String origin,
        String pool,
        long size,
        OptionalDouble dataPercent,
        OptionalDouble metadataPercent,
        OptionalLong device,
        long groupFree,
        long extent) {
    /** What can be done with it. */
    enum Kind {
        /** It has its own extents; a snapshot of it needs room for what is overwritten. */
        THICK,
        /** It lies in a pool, and so do its snapshots. */
        THIN,
        /** It is a pool of thin volumes. */
        POOL,
        /** It is a thick snapshot itself. */
        SNAPSHOT,
        /** No snapshot can be made of it: a part of another, or in the middle of a merge or a move. */
        OTHER
    }

    Kind kind() {
        return switch (attributes.charAt(0)) {
            case '-', 'o', 'r', 'R', 'm', 'M', 'C' -> Kind.THICK;
            case 'V' -> Kind.THIN;
            case 't' -> Kind.POOL;
            case 's' -> Kind.SNAPSHOT;
            default -> Kind.OTHER;
        };
    }

    /** Whether it is a thick snapshot whose room ran out: nothing of it can be read any more. */
    boolean invalid() {
        return attributes.charAt(4) == 'I' || attributes.charAt(4) == 'S';
    }

    /** Whether the kernel holds everybody up who uses it: a snapshot of it is being taken, or a tool left it so. */
    boolean suspended() {
        return attributes.charAt(4) == 's' || attributes.charAt(4) == 'S';
    }

    /** Whether a pool has no room left, or failed. */
    boolean unhealthy() {
        return "FDM".indexOf(attributes.charAt(8)) >= 0;
    }

    /** As LVM's commands take it. */
    String path() {
        return group + "/" + name;
    }

    /** Its name for the device mapper: hyphens in names are doubled, see dm_build_dm_name in libdevmapper. */
    String mapped() {
        return mapped(group, name);
    }

    static String mapped(String group, String name) {
        return group.replace("-", "--") + "-" + name.replace("-", "--");
    }

    @Override
    public String toString() {
        return path();
    }
}
