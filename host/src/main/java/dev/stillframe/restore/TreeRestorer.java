// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import dev.stillframe.tree.StoredTree.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
    private static final int BATCH_FILES = 256;
    private static final long BATCH_BYTES = 32L << 20;

    private final Order order;
    private final RestoreNotes notes = new RestoreNotes();

    private TreeRestorer(Order order) {
        this.order = order;
    }

    /**
     * Makes the target if it is missing, and refuses it as {@link #restore} would: to be asked before anybody prepares for
     * the restore.
     *
     * @param backup names what is to be restored
     */
    public static void checkTarget(Path target, boolean intoNonEmpty, String backup) throws StillframeException {
        RestoreTarget.open(target, intoNonEmpty, backup).close();
    }

    /**
     * Restores. One thread calls, several write; the tree stays open. What was restored to the same target before an
     * interruption is compared and kept.
     *
     * @param progress called now and then with how many bytes were written since it was last called; one call at a time
     * @throws StillframeException if the target cannot be written or is not empty; single files that cannot be brought
     *     back are named in the report
     */
    public static RestoreTreeReport restore(StoredTree tree, Order order, LongConsumer progress)
            throws StillframeException {
        return new TreeRestorer(order).run(tree, inTurn(progress));
    }

    private static LongConsumer inTurn(LongConsumer progress) {
        Object turn = new Object();
        return bytes -> {
            synchronized (turn) {
                progress.accept(bytes);
            }
        };
    }

    private RestoreTreeReport run(StoredTree tree, LongConsumer progress) throws StillframeException {
        Properties properties = new Properties(notes);
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        try (RestoreTarget target = RestoreTarget.open(order.target(), order.intoNonEmpty(), order.backup());
                Stream<Item> items = tree.items();
                ParallelWork work = new ParallelWork(threads)) {
            target.begun(order.backup());
            boolean continued = target.continued();
            Leftovers names = new Leftovers(continued);
            names.removeFrom(target.folder());
            FileWriting contents = new FileWriting(tree, progress);
            EntryWriting entries =
                    new EntryWriting(target.folder(), tree, contents, properties, notes, names, work, continued);
            try (FolderStack folders = new FolderStack(
                    target.folder(), tree, order.intoNonEmpty() || continued, names, properties, work)) {
                Iterator<Item> wanted = items.filter(
                                item -> order.wanted().test(item.node().path()))
                        .iterator();
                while (wanted.hasNext()) {
                    List<Item> batch = batch(wanted);
                    if (!continued) {
                        tree.soon(parts(batch));
                    }
                    for (Item item : batch) {
                        restore(item, folders, entries);
                    }
                    work.next();
                }
                folders.finish();
            }
            target.finished();
            return notes.report();
        } catch (TargetException e) {
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

    /** Entries that are fetched together. A large file closes its batch: it is fetched as it is written. */
    private static List<Item> batch(Iterator<Item> wanted) {
        List<Item> batch = new ArrayList<>();
        long bytes = 0;
        while (wanted.hasNext() && batch.size() < BATCH_FILES && bytes < BATCH_BYTES) {
            Item item = wanted.next();
            batch.add(item);
            bytes += item.node().metadata().kind() == Kind.FILE
                    ? item.node().metadata().size()
                    : 0;
        }
        return batch;
    }

    private static List<Part> parts(List<Item> batch) {
        return batch.stream()
                .filter(item -> item.node().metadata().kind() == Kind.FILE
                        && item.hardLinkTo().isEmpty()
                        && item.node().metadata().size() <= EntryWriting.PART)
                .map(item -> new Part(item, 0, item.node().metadata().size()))
                .toList();
    }

    private void restore(Item item, FolderStack folders, EntryWriting entries) throws IOException {
        SourcePath path = item.node().path();
        boolean isFolder = item.node().metadata().kind() == Kind.FOLDER;
        if (path.isRoot()) {
            return;
        }
        try {
            OpenFolder folder = folders.enter(isFolder ? path : path.parent().orElseThrow());
            if (!isFolder) {
                entries.write(folder, item);
            } else if (item.incomplete()) {
                notes.damaged(path, "the list of what lies in it cannot be read: nothing of that was restored");
            }
        } catch (TargetException e) {
            if (e.endsAll()) {
                throw e;
            }
            notes.notRestored(path, e);
        }
    }

    /**
     * What to restore and to where.
     *
     * @param target {@code /a/b} comes to lie at {@code target/a/b}; made if it is missing
     * @param wanted which entries; the folders above them come too
     * @param intoNonEmpty what is in the target may be replaced, but for folders
     * @param backup names what is restored: an interrupted restore of the same name is gone on with
     */
    public record Order(Path target, Predicate<SourcePath> wanted, boolean intoNonEmpty, String backup) {}
}
