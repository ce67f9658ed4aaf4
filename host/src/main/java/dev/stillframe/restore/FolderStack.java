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

/**
 * The folders from the target down to where the restore is, open. A folder belongs to its maker alone until the restore
 * leaves it: then it gets its properties, its time last. One thread.
 */
final class FolderStack implements AutoCloseable {
    private static final int PRIVATE = 0700;

    private record Level(SourcePath path, DirectoryHandle handle, Optional<Metadata> metadata, long device) {}

    private final DirectoryHandle target;
    private final long device;
    private final StoredTree tree;
    private final boolean replaces;
    private final Properties properties;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** @param replaces whether what is no folder may give way to one */
    FolderStack(DirectoryHandle target, StoredTree tree, boolean replaces, Properties properties)
            throws LinuxException {
        this.target = target;
        this.device = target.status().device();
        this.tree = tree;
        this.replaces = replaces;
        this.properties = properties;
    }

    /**
     * Goes to a folder, making it and those above it where they are missing, and leaving those that it is not below.
     *
     * @throws LinuxException if one cannot be made or opened; it is named by {@link #reached}
     */
    DirectoryHandle enter(SourcePath folder) throws IOException {
        while (!levels.isEmpty() && !folder.startsWith(levels.peek().path())) {
            leave();
        }
        for (SourcePath path : missing(folder)) {
            Optional<Metadata> metadata =
                    tree.item(path).map(item -> item.node().metadata());
            boolean isFolder = metadata.map(m -> m.kind() == Kind.FOLDER).orElse(true);
            DirectoryHandle handle = folder(current(), path.name(), isFolder);
            levels.push(new Level(path, handle, metadata.filter(m -> isFolder), deviceOf(handle)));
        }
        return current();
    }

    /** The folder that was opened last. */
    SourcePath reached() {
        return levels.isEmpty() ? SourcePath.root() : levels.peek().path();
    }

    private DirectoryHandle current() {
        return levels.isEmpty() ? target : levels.peek().handle();
    }

    private List<SourcePath> missing(SourcePath folder) {
        List<SourcePath> missing = new ArrayList<>();
        SourcePath reached = reached();
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
            return parent.folder(name);
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

    private void leave() throws LinuxException {
        Level level = levels.pop();
        try (DirectoryHandle handle = level.handle()) {
            level.metadata().ifPresent(metadata -> properties.set(handle, level.path(), metadata));
            if (level.device() != device) {
                handle.syncFilesystem(); // something is mounted below the target
            }
        }
    }

    /** Leaves all folders. */
    void finish() throws LinuxException {
        while (!levels.isEmpty()) {
            leave();
        }
        target.syncFilesystem();
    }

    /** Lets go of what an error left open. */
    @Override
    public void close() {
        levels.forEach(level -> level.handle().close());
        levels.clear();
    }
}
