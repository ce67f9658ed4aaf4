// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.StoredTree;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Writes a backup into a file of its own. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class ArchiveExport {
    private ArchiveExport() {}

    /**
     * Exports. The file appears under its name when it is complete; an existing one is refused.
     *
     * @param tree what {@code backup} holds
     * @param file the ending of its name chooses the format, see {@link ArchiveFormat}
     * @param progress called now and then with how many bytes were copied since it was last called
     * @return the file's size in bytes
     */
    public static long export(StoredTree tree, Published backup, Path file, LongConsumer progress)
            throws StillframeException {
        throw new UnsupportedOperationException();
    }
}
