// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much may be overwritten in a thick volume before its snapshot is lost. A snapshot keeps the old contents of each
 * chunk that is written to for the first time; when there is no room for one more, all of it becomes unreadable. The
 * volume itself takes no harm.
 *
 * @param bytes what the snapshot gets
 * @param whole whether it has room for all of its origin: then it cannot be lost
 */
record Room(long bytes, boolean whole) {
    /** Of what is free in the group this much stays free for others. */
    private static final int SHARE_LEFT = 5;

    /** Less than this share of the origin is no snapshot that one would rely on. */
    private static final int LEAST_SHARE = 100;

    /** What is kept of each chunk beside its contents: 16 of 4096 bytes, and the header's chunk; rounded up. */
    private static final int OVERHEAD_SHARE = 200;

    /** Empty if the group has too little left. */
    static Optional<Room> in(LogicalVolume origin) {
        long extent = origin.extent();
        long all = ceiling(origin.size() + origin.size() / OVERHEAD_SHARE + extent, extent);
        long free = origin.groupFree() - origin.groupFree() / SHARE_LEFT;
        if (all <= free) {
            return Optional.of(new Room(all, true));
        }
        long some = free / extent * extent;
        return some < least(origin) ? Optional.empty() : Optional.of(new Room(some, false));
    }

    /** The least that is worth a snapshot, in bytes. */
    static long least(LogicalVolume origin) {
        return ceiling(Math.max(origin.size() / LEAST_SHARE, 2 * origin.extent()), origin.extent());
    }

    /** How long it lasts while so many bytes a second are written, each to a place of its own. */
    Optional<Duration> lasts(OptionalDouble bytesPerSecond) {
        if (whole || bytesPerSecond.isEmpty() || bytesPerSecond.getAsDouble() <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds((long) (bytes / bytesPerSecond.getAsDouble())));
    }

    private static long ceiling(long size, long extent) {
        return (size + extent - 1) / extent * extent;
    }
}
