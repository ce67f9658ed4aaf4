// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.OtherFilesystems;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether a logical volume's snapshot would hold all of a source. */
sealed interface Suitability {
    /** From this on a pool is so full that it may not outlast a backup: a full pool stops every volume in it. */
    double FULL_PERCENT = 90;

    /**
     * It would.
     *
     * @param room of a thick volume's snapshot; empty for a thin one
     */
    record Suitable(LogicalVolume origin, Mount mount, Optional<Room> room) implements Suitability {
        /** @param written bytes a second on average */
        String remark(OptionalDouble written) {
            String runs = "lvcreate makes a snapshot of " + origin + " while applications are held";
            if (room.isEmpty()) {
                return runs + ", in the thin pool " + origin.group() + "/" + origin.pool();
            }
            Room its = room.get();
            if (its.whole()) {
                return runs + ", with room for all of it";
            }
            return runs + "; it is lost, and the backup with it, when more than " + mebibytes(its.bytes())
                    + " were overwritten before the copy is done"
                    + its.lasts(written)
                            .map(time -> ": at the average since the system started that takes " + time.toMinutes()
                                    + " minutes")
                            .orElse("");
        }
    }

    /** It would not, or cannot be made. */
    record Unsuitable(String reason, String hint) implements Suitability {}

    /** Judges a source on a logical volume. Changes nothing. */
    static Suitability of(Source source, Mount mount, MountTable table, List<LogicalVolume> volumes) {
        List<SourcePath> mounted = OtherFilesystems.mountedIn(source.files(), table);
        if (!mounted.isEmpty()) {
            return new Unsuitable(
                    "a snapshot would not hold what is mounted at " + OtherFilesystems.named(mounted),
                    "exclude it, or name it as a path of its own");
        }
        return of(mount, volumes);
    }

    /** Judges a volume. */
    static Suitability of(Mount mount, List<LogicalVolume> volumes) {
        if (!SnapshotMount.OPTIONS.containsKey(mount.fileSystem())) {
            return new Unsuitable(
                    "a snapshot of " + mount.fileSystem() + " on LVM cannot be mounted beside the volume",
                    "known are " + String.join(", ", SnapshotMount.OPTIONS.keySet()));
        }
        Optional<LogicalVolume> found = volumes.stream()
                .filter(volume -> volume.device().isPresent() && volume.device().getAsLong() == mount.device())
                .findFirst();
        if (found.isEmpty()) {
            return new Unsuitable("lvs does not know the device of " + mount.point(), "see lvs -a and dmsetup ls");
        }
        LogicalVolume origin = found.get();
        return switch (origin.kind()) {
            case THICK -> thick(origin, mount);
            case THIN -> thin(origin, mount, volumes);
            case SNAPSHOT -> new Unsuitable(origin + " is a snapshot, of which LVM makes none", "");
            case POOL, OTHER ->
                new Unsuitable(origin + " is of a kind that LVM makes no snapshots of", "see lvs -o lv_attr");
        };
    }

    private static Suitability thick(LogicalVolume origin, Mount mount) {
        Optional<Room> room = Room.in(origin);
        return room.isPresent()
                ? new Suitable(origin, mount, room)
                : new Unsuitable(
                        "volume group " + origin.group() + " has " + mebibytes(origin.groupFree())
                                + " free: too little for a snapshot of " + origin,
                        "a snapshot gets four fifths of what is free, and needs at least "
                                + mebibytes(Room.least(origin)));
    }

    private static Suitability thin(LogicalVolume origin, Mount mount, List<LogicalVolume> volumes) {
        Optional<LogicalVolume> found = volumes.stream()
                .filter(volume ->
                        volume.group().equals(origin.group()) && volume.name().equals(origin.pool()))
                .findFirst();
        if (found.isEmpty()) {
            return new Unsuitable("lvs does not show the pool of " + origin, "");
        }
        LogicalVolume pool = found.get();
        double full =
                Math.max(pool.dataPercent().orElse(100), pool.metadataPercent().orElse(100));
        return full < FULL_PERCENT && !pool.unhealthy()
                ? new Suitable(origin, mount, Optional.empty())
                : new Unsuitable(
                        "the thin pool " + pool + " is " + (int) full
                                + " % full, data or metadata: with a snapshot it could run full, which stops every volume in it",
                        "enlarge it with lvextend");
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
