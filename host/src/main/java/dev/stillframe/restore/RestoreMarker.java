// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.NewFile;
import dev.stillframe.platform.linux.OpenFile;
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

    /** The backup whose restore was interrupted; empty if none was. */
    static Optional<String> read(DirectoryHandle target) throws LinuxException {
        try (OpenFile file = target.file(NAME)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(LONGEST);
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
                // until it ends
            }
            return Optional.of(
                    StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip());
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static void write(DirectoryHandle target, String backup) throws LinuxException {
        try (NewFile file = target.create(NAME, 0600)) {
            file.write(StandardCharsets.UTF_8.encode(backup + "\n"), 0);
            file.sync();
        }
        target.sync();
    }

    static void remove(DirectoryHandle target) throws LinuxException {
        target.remove(NAME);
    }
}
