// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.time.Instant;

/** FILETIME: 100-nanosecond intervals since 1601 (UTC), see minwinbase.h. */
final class FileTimes {
    private static final long PER_SECOND = 10_000_000;
    private static final long FROM_1601_TO_1970 = 11_644_473_600L;

    private FileTimes() {}

    static Instant instant(long time) {
        return Instant.ofEpochSecond(
                Math.floorDiv(time, PER_SECOND) - FROM_1601_TO_1970, Math.floorMod(time, PER_SECOND) * 100);
    }

    /** What lies between two intervals is cut off. */
    static long of(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond() + FROM_1601_TO_1970, PER_SECOND), instant.getNano() / 100);
    }
}
