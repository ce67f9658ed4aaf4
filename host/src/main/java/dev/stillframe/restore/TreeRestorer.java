// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.restore.FileWriting.StoredDamage;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes the entries of a stored tree below a folder, each under its real path.
 *
 * <p>Nothing is written outside the target: every name is opened below the one before it and never followed if it is a
 * link, whether the link comes from the backup, was there, or appears meanwhile. The target folder itself keeps its own
 * owner, mode and time.
 */
public final class TreeRestorer {
    private final Order order;
    private final RestoreNotes notes = new RestoreNotes();

    private TreeRestorer(Order order) {
        this.order = order;
    }

    /**
     * Makes the target if it is missing, and refuses it as {@link #restore} would: to be asked before anybody prepares for
     * the restore.
     */
    public static void checkTarget(Path target, boolean intoNonEmpty) throws StillframeException {
        RestoreTarget.open(target, intoNonEmpty).close();
    }

    /**
     * Restores. One thread; the tree stays open.
     *
     * @param progress called now and then with how many bytes were written since it was last called
     * @throws StillframeException if the target cannot be written or is not empty; single files that cannot be brought
     *     back are named in the report
     */
    public static RestoreTreeReport restore(StoredTree tree, Order order, LongConsumer progress)
            throws StillframeException {
        return new TreeRestorer(order).run(tree, progress);
    }

    private RestoreTreeReport run(StoredTree tree, LongConsumer progress) throws StillframeException {
        Properties properties = new Properties(notes);
        try (DirectoryHandle target = RestoreTarget.open(order.target(), order.intoNonEmpty());
                FolderStack folders = new FolderStack(target, tree, order.intoNonEmpty(), properties);
                Stream<Item> items = tree.items()) {
            EntryWriting entries = new EntryWriting(target, new FileWriting(tree, progress), properties, notes);
            Iterator<Item> wanted = items.filter(
                            item -> order.wanted().test(item.node().path()))
                    .iterator();
            while (wanted.hasNext()) {
                restore(wanted.next(), folders, entries);
            }
            folders.finish();
            return notes.report();
        } catch (LinuxException e) {
            throw RestoreTarget.failed(e, order.target());
        } catch (IOException | UncheckedIOException e) {
            throw new StillframeException(
                    "restore.damaged",
                    "the backup cannot be read further: " + e.getMessage(),
                    Retry.UNKNOWN,
                    "what was restored before stays in " + order.target(),
                    e);
        }
    }

    private void restore(Item item, FolderStack folders, EntryWriting entries) throws IOException {
        SourcePath path = item.node().path();
        boolean isFolder = item.node().metadata().kind() == Kind.FOLDER;
        if (path.isRoot()) {
            return;
        }
        try {
            DirectoryHandle folder =
                    folders.enter(isFolder ? path : path.parent().orElseThrow());
            if (!isFolder) {
                entries.write(folder, item);
            }
        } catch (StoredDamage e) {
            notes.damaged(path, String.valueOf(e.getMessage()));
        } catch (LinuxException e) {
            if (RestoreTarget.endsAll(e)) {
                throw e;
            }
            notes.notRestored(path, e.errno().meaning() + " (" + e.call() + " " + e.what() + ")");
        }
    }

    /**
     * What to restore and to where.
     *
     * @param target {@code /a/b} comes to lie at {@code target/a/b}; made if it is missing
     * @param wanted which entries; the folders above them come too
     * @param intoNonEmpty what is in the target may be replaced, but for folders
     */
    public record Order(Path target, Predicate<SourcePath> wanted, boolean intoNonEmpty) {}
}
