// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the snapshots of one state directory are called by, and those of no other: the host's name with random digits
 * behind it, written into the file {@code installation} once. It stays as it is when the host is renamed, so that what was
 * made under the old name is still found.
 */
final class InstallationName {
    /** What a snapshot's name takes as its owner. */
    private static final int LENGTH = 32;

    private static final int RANDOM = 12;
    private static final Pattern VALID =
            Pattern.compile("[A-Za-z0-9-]{1," + (LENGTH - RANDOM - 1) + "}-[0-9a-f]{" + RANDOM + "}");

    private InstallationName() {}

    /** Reads the name, or makes it. Only for the process that holds the state directory's lock. */
    static String in(Path root, String host) throws StillframeException {
        Path file = root.resolve("installation");
        try {
            String name = Files.readString(file, UTF_8).strip();
            if (!VALID.matcher(name).matches()) {
                throw new StillframeException(
                        "state.installation",
                        file + " does not contain the name of an installation",
                        Retry.DOES_NOT_HELP,
                        "restore it, or remove it: snapshots that were made under the old name then stay where they are");
            }
            return name;
        } catch (NoSuchFileException e) {
            return make(file, host);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static String make(Path file, String host) throws StillframeException {
        String random = UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM);
        String name = host.substring(0, Math.min(host.length(), LENGTH - RANDOM - 1)) + "-" + random;
        Path fresh = file.resolveSibling("installation.new");
        try {
            try (FileChannel channel = FileChannel.open(fresh, CREATE, TRUNCATE_EXISTING, WRITE)) {
                ByteBuffer bytes = UTF_8.encode(name + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true); // an empty file after a power failure would orphan the snapshots
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return name;
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static StillframeException unusable(Path file, IOException e) {
        return new StillframeException(
                "state.unwritable",
                file + " cannot be used: " + StateDirectory.reason(e),
                Retry.DOES_NOT_HELP,
                "run as a user who may write there",
                e);
    }
}
