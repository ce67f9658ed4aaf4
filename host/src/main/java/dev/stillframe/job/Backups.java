// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.receipt.Receipt;
import java.nio.file.Path;
import java.util.List;

/** What is stored. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Backups {
    public Backups(Site site) {}

    /** All backups of the destination, oldest first; what cannot be read is named beside them. */
    public Shelf list() throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /** @param id of the backup, or {@code latest} */
    public Receipt show(String id) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes a backup into a file of its own; the ending of its name chooses the format.
     *
     * @return the file's size in bytes
     */
    public long export(String id, Path file) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /** Backups, and problems with files that look like backups. */
    public record Shelf(List<Receipt> backups, List<Problem> problems) {}
}
