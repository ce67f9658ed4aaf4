// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

import java.util.Comparator;
import java.util.Locale;

/**
 * A place in the log: the sequence number of a virtual log file, a block in it, and a record in that block.
 *
 * @param sequence unsigned 32 bits
 * @param block the block's distance from the beginning of its virtual log file, in 512 bytes; unsigned 32 bits
 * @param slot the record's number in the block, from 1; unsigned 16 bits
 */
public record Lsn(long sequence, long block, int slot) implements Comparable<Lsn> {
    public static final Lsn NONE = new Lsn(0, 0, 0);

    private static final Comparator<Lsn> ORDER = Comparator.comparingLong(Lsn::sequence)
            .thenComparingLong(Lsn::block)
            .thenComparingInt(Lsn::slot);

    /** Reads the ten bytes at a position. */
    static Lsn at(byte[] bytes, int at) {
        return new Lsn(LittleEndian.u32(bytes, at), LittleEndian.u32(bytes, at + 4), LittleEndian.u16(bytes, at + 8));
    }

    @Override
    public int compareTo(Lsn other) {
        return ORDER.compare(this, other);
    }

    /** As SQL Server prints it: three hexadecimal numbers. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%08x:%08x:%04x", sequence, block, slot);
    }
}
