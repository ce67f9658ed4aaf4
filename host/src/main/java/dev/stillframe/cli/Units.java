// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Quantities for people. */
final class Units {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Units() {}

    /** In powers of 1024, with three digits at least where it is not exact. */
    static String bytes(long count) {
        double size = count;
        int unit = 0;
        while (size >= 1024 && unit < SIZES.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0
                ? count + " B"
                : String.format(Locale.ROOT, size < 10 ? "%.2f %s" : "%.1f %s", size, SIZES[unit]);
    }

    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1) {
            return duration.toNanos() / 1000 + " \u00b5s";
        }
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = duration.toSeconds();
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    static String nanos(long nanos) {
        return duration(Duration.ofNanos(nanos));
    }

    /** In the system's time zone, to the second. */
    static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
