// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code backup_label} tells a recovery (access/transam/xlogrecovery.c).
 *
 * @param start where recovery begins
 * @param checkpoint where the checkpoint record begins that the backup started with
 * @param timeline at the start
 */
public record BackupLabel(Lsn start, Lsn checkpoint, int timeline) {
    private static final Pattern START = Pattern.compile(
            "^START WAL LOCATION: ([0-9A-F]+/[0-9A-F]+) \\(file ([0-9A-F]{8})[0-9A-F]{16}\\)$", Pattern.MULTILINE);
    private static final Pattern CHECKPOINT =
            Pattern.compile("^CHECKPOINT LOCATION: ([0-9A-F]+/[0-9A-F]+)$", Pattern.MULTILINE);

    /** @throws MalformedException if a recovery could not begin from it */
    public static BackupLabel parse(byte[] bytes) throws MalformedException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher start = START.matcher(text);
        Matcher checkpoint = CHECKPOINT.matcher(text);
        if (!start.find() || !checkpoint.find()) {
            throw new MalformedException("does not say where the backup starts");
        }
        try {
            return new BackupLabel(
                    Lsn.parse(start.group(1)),
                    Lsn.parse(checkpoint.group(1)),
                    Integer.parseUnsignedInt(start.group(2), 16));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }
}
