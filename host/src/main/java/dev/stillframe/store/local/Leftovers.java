// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The temporary files of writers that were killed, ours and restic's. */
final class Leftovers {
    private static final Pattern NAME = Pattern.compile("(config|[0-9a-f]{64})" + NewFiles.TEMPORARY + "[0-9]+");

    private Leftovers() {}

    /** Removes those that were last written to so long ago; says which, as paths below the root. */
    static List<String> sweep(Path root, List<Path> folders, Duration age) throws IOException {
        Instant now = now(root);
        List<String> removed = new ArrayList<>();
        for (Path folder : folders) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + NewFiles.TEMPORARY + "*")) {
                for (Path file : files) {
                    if (NAME.matcher(file.getFileName().toString()).matches() && !changedAfter(file, now.minus(age))) {
                        Files.deleteIfExists(file);
                        removed.add(root.relativize(file).toString());
                    }
                }
            } catch (NoSuchFileException none) {
                // not made yet
            }
        }
        return removed;
    }

    private static boolean changedAfter(Path file, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isAfter(limit);
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    /** The clock that gives the files their times is the file server's, and other hosts' clocks may be off. */
    private static Instant now(Path root) throws IOException {
        Path probe = root.resolve("config" + NewFiles.TEMPORARY
                + Long.toUnsignedString(ThreadLocalRandom.current().nextLong()));
        try {
            Files.createFile(probe);
            return Files.getLastModifiedTime(probe).toInstant();
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
