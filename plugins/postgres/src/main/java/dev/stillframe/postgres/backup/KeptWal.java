// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.backup;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies of WAL segments that nothing keeps the server from recycling. Recycling gives a segment another name and then
 * other content (RemoveXlogFile, {@code xlog.c}), so neither an open descriptor nor another link would hold what it was.
 */
final class KeptWal implements AutoCloseable {
    private @Nullable Path folder;

    /**
     * Copies segments into a private temporary folder; it is there until {@link #close}.
     *
     * @return the copies, under the segments' names and in their order; whether each segment was whole when it was copied
     *     must be checked afterwards
     */
    List<Path> copy(List<Path> segments, Deadline deadline) throws WriterException {
        List<Path> copies = new ArrayList<>();
        try {
            Path into = Files.createTempDirectory("stillframe-wal-"); // for this user only
            folder = into;
            for (Path segment : segments) {
                if (deadline.passed()) {
                    throw new WriterException(
                            "postgres.wal-copy",
                            "copying " + segments.size() + " WAL segments took too long",
                            Retry.HELPS,
                            "let the backup use a replication slot, then they stay where they are");
                }
                Path copy = into.resolve(String.valueOf(segment.getFileName()));
                copy(segment, copy);
                copies.add(copy);
            }
            return copies;
        } catch (IOException e) {
            throw new WriterException(
                    "postgres.wal-copy",
                    "cannot copy the WAL that no slot keeps: " + e.getMessage(),
                    Retry.UNKNOWN,
                    "let the backup use a replication slot, or make room in the temporary folder (TMPDIR)",
                    e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (FileChannel source = FileChannel.open(from);
                FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = source.size();
            for (long at = 0; at < size; ) {
                long copied = source.transferTo(at, size - at, target);
                if (copied <= 0) {
                    throw new IOException(from + " became shorter");
                }
                at += copied;
            }
        }
    }

    /** Removes the copies. Twice is as good as once. */
    @Override
    public void close() {
        Path made = folder;
        if (made == null) {
            return;
        }
        try (Stream<Path> files = Files.list(made)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(made);
        } catch (IOException e) {
            // temporary files: the system removes them one day
        }
        folder = null;
    }
}
