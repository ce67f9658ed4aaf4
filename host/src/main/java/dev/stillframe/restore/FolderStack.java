// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
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
    private static final int PRIVATE = 0700;

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
            DirectoryHandle target,
            StoredTree tree,
            boolean replaces,
            Leftovers leftovers,
            Properties properties,
            ParallelWork work)
            throws LinuxException {
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
     * @throws LinuxException if one cannot be made or opened
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
            DirectoryHandle handle = folder(parent.handle(), path.name(), isFolder);
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

    private DirectoryHandle folder(DirectoryHandle parent, byte[] name, boolean isFolder) throws LinuxException {
        try {
            return leftovers.removedFrom(parent.folder(name));
        } catch (LinuxException e) {
            boolean inTheWay = e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP);
            if (inTheWay && replaces && isFolder) {
                parent.remove(name); // a link itself, not what it leads to
            } else if (!e.is(Errno.ENOENT)) {
                throw e;
            }
            parent.makeFolder(name, PRIVATE);
            return parent.folder(name);
        }
    }

    private static long deviceOf(DirectoryHandle handle) throws LinuxException {
        try {
            return handle.status().device();
        } catch (LinuxException e) {
            handle.close();
            throw e;
        }
    }

    private void leave(OpenFolder folder) {
        try (DirectoryHandle handle = folder.handle()) {
            folder.metadata().ifPresent(metadata -> properties.set(handle, folder.path(), metadata));
            if (folder.device() != target.device()) {
                handle.syncFilesystem(); // something is mounted below the target
            }
        } catch (LinuxException e) {
            work.fail(e);
        }
    }

    /** Leaves all folders, when everything in them is written. */
    void finish() throws LinuxException {
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
