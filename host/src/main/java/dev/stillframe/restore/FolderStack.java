// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The folders from the target down to where the restore is, open. A folder belongs to its maker alone until the restore
 * has left it and everything in it is written: then it gets its properties, its time last. One thread goes up and down;
 * the last properties are set by whoever ends last.
 */
final class FolderStack implements AutoCloseable {
    private final OpenFolder target;
    private final StoredTree tree;
    private final boolean replaces;
    private final Leftovers leftovers;
    private final Properties properties;
    private final ParallelWork work;
    private final Deque<OpenFolder> levels = new ArrayDeque<>();

    /**
     * At the target.
     *
     * @param replaces whether what is no folder may give way to one
     */
    FolderStack(
            TargetFolder target,
            StoredTree tree,
            boolean replaces,
            Leftovers leftovers,
            Properties properties,
            ParallelWork work)
            throws TargetException {
        this.target = new OpenFolder(
                SourcePath.root(),
                target,
                Optional.empty(),
                target.status().device(),
                new AtomicInteger(1),
                folder -> {}); // whoever opened the target closes it
        this.tree = tree;
        this.replaces = replaces;
        this.leftovers = leftovers;
        this.properties = properties;
        this.work = work;
    }

    /**
     * Goes to a folder, making it and those above it where they are missing, and leaving those that it is not below.
     *
     * @throws TargetException if one cannot be made or opened
     */
    OpenFolder enter(SourcePath folder) throws IOException {
        while (!levels.isEmpty() && !folder.startsWith(levels.peek().path())) {
            levels.pop().done();
        }
        for (SourcePath path : missing(folder)) {
            Optional<Metadata> metadata =
                    tree.item(path).map(item -> item.node().metadata());
            boolean isFolder = metadata.map(m -> m.kind() == Kind.FOLDER).orElse(true);
            OpenFolder parent = current();
            TargetFolder handle = folder(parent.handle(), path.name(), isFolder);
            long device = deviceOf(handle);
            parent.use();
            levels.push(
                    new OpenFolder(path, handle, metadata.filter(m -> isFolder), device, new AtomicInteger(1), open -> {
                        leave(open);
                        parent.done();
                    }));
        }
        return current();
    }

    private OpenFolder current() {
        return levels.isEmpty() ? target : levels.getFirst();
    }

    private List<SourcePath> missing(SourcePath folder) {
        List<SourcePath> missing = new ArrayList<>();
        SourcePath reached = current().path();
        for (SourcePath path = folder;
                !path.equals(reached);
                path = path.parent().orElseThrow()) {
            missing.add(path);
        }
        Collections.reverse(missing);
        return missing;
    }

    private TargetFolder folder(TargetFolder parent, byte[] name, boolean isFolder) throws TargetException {
        try {
            return leftovers.removedFrom(parent.folder(name));
        } catch (TargetException e) {
            boolean inTheWay = e.is(TargetException.Reason.NO_FOLDER);
            if (inTheWay && replaces && isFolder) {
                parent.remove(name); // a link itself, not what it leads to
            } else if (!e.is(TargetException.Reason.MISSING)) {
                throw e;
            }
            parent.makeFolder(name);
            return parent.folder(name);
        }
    }

    private static long deviceOf(TargetFolder handle) throws TargetException {
        try {
            return handle.status().device();
        } catch (TargetException e) {
            handle.close();
            throw e;
        }
    }

    private void leave(OpenFolder folder) {
        try (TargetFolder handle = folder.handle()) {
            folder.metadata().ifPresent(metadata -> properties.set(handle.properties(), folder.path(), metadata));
            if (folder.device() != target.device()) {
                handle.syncFilesystem(); // something is mounted below the target
            }
        } catch (TargetException e) {
            work.fail(e);
        }
    }

    /** Leaves all folders, when everything in them is written. */
    void finish() throws TargetException {
        close();
        work.finish();
        target.handle().syncFilesystem();
    }

    /** Leaves all folders. */
    @Override
    public void close() {
        while (!levels.isEmpty()) {
            levels.pop().done();
        }
    }
}
