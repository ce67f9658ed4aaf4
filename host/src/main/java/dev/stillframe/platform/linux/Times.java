// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import java.time.Instant;

/** The two times of utimensat(2): access, then modification, each seconds and nanoseconds. */
final class Times {
    private static final long OMIT = (1L << 30) - 2;

    private Times() {}

    static long[] modified(Instant time) {
        return new long[] {0, OMIT, time.getEpochSecond(), time.getNano()};
    }
}
