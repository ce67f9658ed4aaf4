// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.util.Comparator;

/** A place in a stream of logs: generation, sector (or segment) in its file, byte in that. */
public record LogPosition(long generation, int sector, int offset) implements Comparable<LogPosition> {
    private static final Comparator<LogPosition> ORDER = Comparator.comparingLong(LogPosition::generation)
            .thenComparingInt(LogPosition::sector)
            .thenComparingInt(LogPosition::offset);

    static LogPosition read(byte[] bytes, int at) {
        return new LogPosition(Words.u32(bytes, at + 4), Words.u16(bytes, at + 2), Words.u16(bytes, at));
    }

    @Override
    public int compareTo(LogPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return String.format("%X:%X:%X", generation, sector, offset);
    }
}
