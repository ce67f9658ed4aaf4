// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.StoredTree;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Writes the entries of a stored tree below a folder, each under its real path. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class TreeRestorer {
    private TreeRestorer() {}

    /**
     * Restores. One thread; the tree stays open.
     *
     * @param progress called now and then with how many bytes were written since it was last called
     * @throws StillframeException if the target cannot be written or is not empty; single files that cannot be brought
     *     back are named in the report
     */
    public static RestoreTreeReport restore(StoredTree tree, Order order, LongConsumer progress)
            throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /**
     * What to restore and to where.
     *
     * @param target {@code /a/b} comes to lie at {@code target/a/b}; made if it is missing
     * @param wanted which entries; the folders above them come too
     * @param intoNonEmpty what is in the target may be replaced
     */
    public record Order(Path target, Predicate<SourcePath> wanted, boolean intoNonEmpty) {}
}
