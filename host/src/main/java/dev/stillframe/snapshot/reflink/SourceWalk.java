// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.FileStatus;
import dev.stillframe.platform.linux.FolderEntry;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.tree.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Visits what a file set takes, while others make and remove entries. Folders are walked by the calling thread, files
 * are visited on an executor, in batches of one folder's. Stays on the mount of the set's root and follows no link.
 */
final class SourceWalk {
    private static final int BATCH = 64;
    private static final int TRIES = 3;

    private final Visitor visitor;
    private final Executor executor;
    private final SourcePath root;
    private final long mount;

    /** Receives the entries, in no order, from several threads at once. */
    interface Visitor {
        /** An entry that is not a regular file. */
        void entry(SourcePath path, Metadata metadata);

        /** A regular file; it is closed afterwards. */
        void file(SourcePath path, OpenFile file) throws LinuxException, SnapshotException;

        /** An entry that its folder listed and that was gone when it was looked at. */
        void vanished(SourcePath path);
    }

    private SourceWalk(Visitor visitor, Executor executor, SourcePath root, long mount) {
        this.visitor = visitor;
        this.executor = executor;
        this.root = root;
        this.mount = mount;
    }

    /** @throws LinuxException if anything but vanishing keeps an entry from being visited; EXDEV at a mount point */
    static void of(FileSet files, Visitor visitor, Executor executor) throws LinuxException, SnapshotException {
        SourcePath root = files.root();
        FileStatus status = FileStatus.of(root);
        SourceWalk walk = new SourceWalk(visitor, executor, root, status.mount());
        Selection.Step step = Selection.of(files).root();
        if (status.kind() == Kind.FOLDER) {
            try (DirectoryHandle folder = DirectoryHandle.open(root)) {
                walk.folder(root, folder, step);
            }
        } else if (step.taken()) {
            try (DirectoryHandle folder = DirectoryHandle.open(root.parent().orElseThrow())) {
                walk.visit(root, folder, root.name(), Optional.of(status.kind()));
            }
        }
    }

    /** Returns whether the folder is kept: it, or something below it, is taken. */
    private boolean folder(SourcePath path, DirectoryHandle folder, Selection.Step step)
            throws LinuxException, SnapshotException {
        if (folder.status().mount() != mount) {
            throw new LinuxException(Errno.EXDEV, "openat", path + ": another filesystem is mounted here");
        }
        Metadata metadata = folder.metadata();
        List<FolderEntry> listed;
        try {
            listed = folder.entries();
        } catch (LinuxException e) {
            if (path.equals(root)) {
                throw e;
            }
            visitor.vanished(path); // a removed folder can still be open, but not listed
            return orVanished(e, false);
        }
        boolean kept = step.taken();
        try (Batches batches = new Batches(executor)) {
            List<FolderEntry> files = new ArrayList<>();
            for (FolderEntry entry : listed) {
                Selection.Step child = step.child(entry.name());
                boolean mayBeFolder = entry.kind().isEmpty() || entry.kind().get() == Kind.FOLDER;
                if (mayBeFolder && child.walked() && isFolder(folder, entry)) {
                    kept |= subfolder(path.child(entry.name()), folder, entry.name(), child);
                } else if (child.taken()) {
                    kept = true;
                    files.add(entry);
                    if (files.size() == BATCH) {
                        batches.add(batch(path, folder, files));
                        files = new ArrayList<>();
                    }
                }
            }
            batches.add(batch(path, folder, files));
            batches.await();
        }
        if (kept) {
            visitor.entry(path, metadata);
        }
        return kept;
    }

    private static boolean isFolder(DirectoryHandle folder, FolderEntry entry) throws LinuxException {
        try {
            return entry.kind().isPresent() || folder.status(entry.name()).kind() == Kind.FOLDER;
        } catch (LinuxException e) {
            return orVanished(e, false);
        }
    }

    private boolean subfolder(SourcePath path, DirectoryHandle parent, byte[] name, Selection.Step step)
            throws LinuxException, SnapshotException {
        DirectoryHandle folder;
        try {
            folder = parent.folder(name);
        } catch (LinuxException e) {
            visitor.vanished(path);
            return orVanished(e, false);
        }
        try (folder) {
            return folder(path, folder, step);
        }
    }

    private Batches.Batch batch(SourcePath path, DirectoryHandle folder, List<FolderEntry> entries) {
        return stopped -> {
            for (FolderEntry entry : entries) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                visit(path.child(entry.name()), folder, entry.name(), entry.kind());
            }
        };
    }

    private void visit(SourcePath path, DirectoryHandle folder, byte[] name, Optional<Kind> listed)
            throws LinuxException, SnapshotException {
        Optional<Kind> expected = listed;
        for (int i = 0; i < TRIES; i++) {
            try {
                Kind kind = expected.isPresent()
                        ? expected.get()
                        : folder.status(name).kind();
                if (kind != Kind.FILE) {
                    visitor.entry(path, folder.metadata(name));
                    return;
                }
            } catch (LinuxException e) {
                visitor.vanished(path);
                orVanished(e, false);
                return;
            }
            if (file(path, folder, name)) {
                return;
            }
            expected = Optional.empty(); // something else stands there by now
        }
        visitor.vanished(path);
    }

    /** Returns false if it is not a regular file any more. */
    private boolean file(SourcePath path, DirectoryHandle folder, byte[] name)
            throws LinuxException, SnapshotException {
        OpenFile file;
        try {
            file = folder.file(name);
        } catch (LinuxException e) {
            if (e.vanished()) {
                visitor.vanished(path);
                return true;
            }
            if (e.is(Errno.ELOOP) || e.is(Errno.EINVAL)) {
                return false;
            }
            throw e;
        }
        try (file) {
            visitor.file(path, file);
        }
        return true;
    }

    private static boolean orVanished(LinuxException e, boolean otherwise) throws LinuxException {
        if (!e.vanished()) {
            throw e;
        }
        return otherwise;
    }
}
