// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.clock.Clock;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * What a backup and its cycle are called. Names sort by time; the random end tells apart what two hosts make in the same
 * second.
 *
 * @param id of the backup
 * @param cycle short enough for a snapshot's name
 */
record BackupName(String id, String cycle, Instant time) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    static BackupName next(Clock clock, String job) {
        Instant now = clock.instant();
        byte[] end = new byte[3];
        RANDOM.nextBytes(end);
        String time = TIME.format(now);
        String random = HexFormat.of().formatHex(end);
        return new BackupName(time + "-" + job + "-" + random, time + "-" + random, now);
    }
}
