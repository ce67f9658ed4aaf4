// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file in the target that says which backup is being restored to it, from the first entry until everything is there: if
 * it is found, that restore was interrupted, and the same one goes on where it was.
 */
final class RestoreMarker {
    static final byte[] NAME = ".stillframe-restore".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST = 4096;

    private RestoreMarker() {}

    /**
     * The backup whose restore was interrupted; empty if none was, or one that came no further than to an empty marker: it
     * has restored nothing.
     */
    static Optional<String> read(TargetFolder target) throws TargetException {
        try (PresentFile file = target.file(NAME)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(LONGEST);
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
                // until it ends
            }
            String backup =
                    StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
            return backup.isEmpty() ? Optional.empty() : Optional.of(backup);
        } catch (TargetException e) {
            if (e.is(TargetException.Reason.MISSING)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static void write(TargetFolder target, String backup) throws TargetException {
        try (TargetFile file = target.create(NAME)) {
            file.write(StandardCharsets.UTF_8.encode(backup + "\n"), 0);
            file.sync();
        }
        target.sync();
    }

    static void remove(TargetFolder target) throws TargetException {
        target.remove(NAME);
    }
}
