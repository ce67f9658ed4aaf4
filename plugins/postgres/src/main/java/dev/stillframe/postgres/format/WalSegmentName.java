// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a WAL segment (access/xlog_internal.h): timeline, and the segment's number split at 4 GiB.
 *
 * @param timeline unsigned
 * @param number the segment's first byte divided by the segment size
 */
public record WalSegmentName(int timeline, long number) {
    private static final Pattern NAME = Pattern.compile("[0-9A-F]{24}");

    /** Reads a name; empty if it is not of a segment, as those of history files are not. */
    public static Optional<WalSegmentName> parse(String name, int segmentSize) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        long perFile = (1L << 32) / segmentSize;
        long high = Long.parseLong(name, 8, 16, 16);
        long low = Long.parseLong(name, 16, 24, 16);
        return low >= perFile
                ? Optional.empty()
                : Optional.of(new WalSegmentName(Integer.parseUnsignedInt(name, 0, 8, 16), high * perFile + low));
    }

    public String text(int segmentSize) {
        long perFile = (1L << 32) / segmentSize;
        return String.format("%08X%08X%08X", timeline, number / perFile, number % perFile);
    }
}
