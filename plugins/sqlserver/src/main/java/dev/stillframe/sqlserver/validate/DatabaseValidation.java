// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.util.List;

/**
 * Judges the data files and log files of one database: every page in use by its checksum or torn bits, its place and its
 * last change; the file headers, the boot page and the allocation maps; the log's parts and blocks; and whether all of
 * them belong together.
 *
 * <p>What a checksum cannot see by its design, for example the same change in two words of a sector, stays unseen. What
 * carries nothing to check it by is counted as unverifiable, never as good.
 *
 * @param encryption what is known about it
 */
public record DatabaseValidation(Encryption encryption) {
    /**
     * Reads the files once. Memory is bounded: a few MiB, and some bytes for each virtual log file.
     *
     * <p>Thread: any; uses a few threads of its own while it runs. An interrupt ends it.
     *
     * @param files of one database, in any order; without its log files the data files are judged by themselves
     * @throws WriterException {@code sqlserver.image-read} if a file cannot be read, {@code
     *     sqlserver.validation-deadline} if the deadline passes, {@code sqlserver.validation-interrupted}
     */
    public Verdict verdict(List<ImageFile> files, Deadline deadline) throws WriterException {
        if (files.isEmpty()) {
            return new Verdict.Unverifiable("there are no data files and no log files");
        }
        try {
            return new DatabaseCheck(encryption, new Patience(deadline)).verdict(files);
        } catch (IOException e) {
            throw new WriterException(
                    "sqlserver.image-read",
                    "the files of the database cannot be read: " + e.getMessage(),
                    Retry.UNKNOWN,
                    "see the volume that they lie on",
                    e);
        }
    }
}
