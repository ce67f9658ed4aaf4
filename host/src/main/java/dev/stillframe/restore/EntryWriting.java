// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import dev.stillframe.tree.StoredTree.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Makes entries in open folders, the contents of files in parallel. Each is made under a name of its own, gets its
 * properties and then its real name, in one step that replaces what is there and follows nothing: no half or damaged file
 * stands under a real name. One thread.
 */
final class EntryWriting {
    /** A file that has no digest is written in such parts, in bytes; so much is fetched ahead. */
    static final long PART = 8L << 20;

    private static final int PARTS_AHEAD = 4;

    private final TargetFolder target;
    private final StoredTree tree;
    private final FileWriting contents;
    private final Properties properties;
    private final RestoreNotes notes;
    private final Leftovers names;
    private final ParallelWork work;
    private final boolean continued;
    private final Map<SourcePath, CompletableFuture<Optional<Placed>>> placed = new HashMap<>();

    /** @param continued whether files may be there that an interrupted restore has finished */
    EntryWriting(
            TargetFolder target,
            StoredTree tree,
            FileWriting contents,
            Properties properties,
            RestoreNotes notes,
            Leftovers names,
            ParallelWork work,
            boolean continued) {
        this.target = target;
        this.tree = tree;
        this.contents = contents;
        this.properties = properties;
        this.notes = notes;
        this.names = names;
        this.work = work;
        this.continued = continued;
    }

    /** Makes an entry that is not a folder; a file's content comes later. */
    void write(OpenFolder folder, Item item) throws TargetException {
        if (item.node().metadata().kind() != Kind.FILE) {
            make(folder.handle(), item);
        } else if (!linked(folder.handle(), item)) {
            writeFile(folder, item);
        }
    }

    private void make(TargetFolder folder, Item item) throws TargetException {
        SourcePath path = item.node().path();
        Metadata metadata = item.node().metadata();
        byte[] temporary = names.fresh();
        try {
            switch (metadata.kind()) {
                case SYMBOLIC_LINK -> folder.makeSymbolicLink(temporary, metadata);
                case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> folder.makeNode(temporary, metadata);
                case FOLDER, FILE -> throw new IllegalArgumentException("a folder or a file: " + path);
            }
            properties.set(folder.properties(temporary), path, metadata);
            folder.rename(temporary, path.name());
        } catch (TargetException e) {
            notes.removed(folder, temporary);
            throw e;
        }
    }

    private void writeFile(OpenFolder folder, Item item) throws TargetException {
        CompletableFuture<Optional<Placed>> place = new CompletableFuture<>();
        if (item.node().metadata().links() > 1 || item.hardLinkTo().isPresent()) {
            placed.put(group(item), place);
        }
        FileRestore file = new FileRestore(folder, item, tree, contents, properties, notes, names, work, place);
        long size = item.node().metadata().size();
        if (size <= PART || item.sha256().isPresent() || continued) {
            work.give(() -> file.whole(continued));
            return;
        }
        long end = file.begin() ? size : 0;
        for (long offset = 0; offset < end; offset += PART) {
            if (offset % (PART * PARTS_AHEAD) == 0) {
                tree.soon(List.of(new Part(item, offset, Math.min(PART * PARTS_AHEAD, size - offset))));
                work.next();
            }
            long from = offset;
            file.give(() -> file.part(from, Math.min(PART, size - from)));
        }
        file.end();
    }

    /** What the names of one file have in common, whichever of them comes first. */
    private static SourcePath group(Item item) {
        return item.hardLinkTo().orElse(item.node().path());
    }

    /**
     * Gives the file that was restored for a group another name. False if there is none, because it was not wanted
     * or could not be restored, or because it cannot have more names here: then this name gets a file of its own.
     */
    private boolean linked(TargetFolder folder, Item item) throws TargetException {
        CompletableFuture<Optional<Placed>> first = placed.get(group(item));
        Optional<Placed> original = first == null ? Optional.empty() : first.join();
        if (original.isEmpty()) {
            return false;
        }
        SourcePath path = item.node().path();
        byte[] temporary = names.fresh();
        try {
            link(folder, original.get(), temporary);
            folder.rename(temporary, path.name());
            notes.removed(folder, temporary); // of two names of one file rename(2) leaves both
            return true;
        } catch (TargetException e) {
            notes.removed(folder, temporary);
            if (e.is(TargetException.Reason.CANNOT_LINK) || e.vanished()) {
                notes.without("hard link, a copy instead", path, e);
                return false;
            }
            throw e;
        }
    }

    private void link(TargetFolder folder, Placed original, byte[] temporary) throws TargetException {
        try (OpenedPath opened =
                OpenedPath.open(target, original.path().parent().orElseThrow())) {
            byte[] name = original.path().name();
            var status = opened.folder().status(name);
            if (!status.sameFile(original.device(), original.inode())) {
                throw new TargetException(
                        TargetException.Reason.STALE,
                        "is another file by now",
                        "link",
                        original.path().toString());
            }
            folder.makeHardLink(temporary, opened.folder(), name);
        }
    }

    /** Where a file with several names came to lie. */
    record Placed(SourcePath path, long device, long inode) {}
}
