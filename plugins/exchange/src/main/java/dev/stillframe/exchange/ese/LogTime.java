// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

/**
 * A LOGTIME: seconds, minutes, hours, days, months, years since 1900, then flags and milliseconds. Compared whole: it
 * also tells two lives of a log apart.
 */
public record LogTime(long raw) {
    static final int SIZE = 8;

    static LogTime read(byte[] bytes, int at) {
        return new LogTime(Words.i64(bytes, at));
    }

    public boolean isNone() {
        return raw == 0;
    }

    @Override
    public String toString() {
        return String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d",
                1900 + (raw >>> 40 & 0xff),
                raw >>> 32 & 0xff,
                raw >>> 24 & 0xff,
                raw >>> 16 & 0xff,
                raw >>> 8 & 0xff,
                raw & 0xff);
    }
}
