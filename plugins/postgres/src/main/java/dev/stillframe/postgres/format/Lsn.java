// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/**
 * A position in the write-ahead log: the number of bytes before it since the cluster was made (access/xlogdefs.h).
 *
 * @param value unsigned; zero means nowhere
 */
public record Lsn(long value) implements Comparable<Lsn> {
    public static final Lsn NONE = new Lsn(0);

    /**
     * Reads the server's notation, for example {@code 16/B374D848}.
     *
     * @throws IllegalArgumentException if it is another notation
     */
    public static Lsn parse(String text) {
        if (!text.matches("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}")) {
            throw new IllegalArgumentException("not a log position: " + text);
        }
        int slash = text.indexOf('/');
        return new Lsn(Long.parseLong(text, 0, slash, 16) << 32 | Long.parseLong(text, slash + 1, text.length(), 16));
    }

    public boolean isNone() {
        return value == 0;
    }

    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** The server's notation. */
    @Override
    public String toString() {
        return String.format("%X/%X", value >>> 32, value & 0xffff_ffffL);
    }
}
