// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.NewFile;
import dev.stillframe.restore.FileWriting.StoredDamage;
import dev.stillframe.tree.StoredTree.Item;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Makes entries in an open folder. Each is made under a name of its own, gets its properties and then its real name, in
 * one step that replaces what is there and follows nothing: no half or damaged file stands under a real name. One thread.
 */
final class EntryWriting {
    /** Where a file with several names came to lie. */
    private record Placed(SourcePath path, long device, long inode) {}

    private final DirectoryHandle target;
    private final FileWriting contents;
    private final Properties properties;
    private final RestoreNotes notes;
    private final byte[] temporary = (".stillframe-restore-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);
    private final Map<SourcePath, Placed> placed = new HashMap<>();

    EntryWriting(DirectoryHandle target, FileWriting contents, Properties properties, RestoreNotes notes) {
        this.target = target;
        this.contents = contents;
        this.properties = properties;
        this.notes = notes;
    }

    /** Makes an entry that is not a folder. */
    void write(DirectoryHandle folder, Item item) throws StoredDamage, LinuxException {
        SourcePath path = item.node().path();
        if (item.node().metadata().kind() == Metadata.Kind.FILE && linked(folder, path, group(item))) {
            return;
        }
        try {
            make(folder, item);
            folder.rename(temporary, folder, path.name());
        } catch (StoredDamage | LinuxException e) {
            removeQuietly(folder);
            throw e;
        }
        if (item.incomplete()) {
            notes.notRestored(path, "is not whole: its source could not be read to the end when it was backed up");
        }
    }

    private void make(DirectoryHandle folder, Item item) throws StoredDamage, LinuxException {
        SourcePath path = item.node().path();
        Metadata metadata = item.node().metadata();
        switch (metadata.kind()) {
            case FILE -> makeFile(folder, item);
            case SYMBOLIC_LINK -> folder.makeSymbolicLink(temporary, metadata.linkTarget());
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                folder.makeNode(temporary, metadata.kind(), 0600, metadata.special());
            case FOLDER -> throw new IllegalArgumentException("a folder: " + path);
        }
        if (metadata.kind() != Metadata.Kind.FILE) {
            properties.set(folder, temporary, path, metadata);
        }
    }

    private void makeFile(DirectoryHandle folder, Item item) throws StoredDamage, LinuxException {
        SourcePath path = item.node().path();
        try (NewFile file = folder.create(temporary, 0600)) {
            long size = contents.write(item, file);
            properties.set(file, path, item.node().metadata());
            if (item.node().metadata().links() > 1 || item.hardLinkTo().isPresent()) {
                var status = file.status();
                placed.put(group(item), new Placed(path, status.device(), status.inode()));
            }
            notes.restored(size);
        }
    }

    /** What the names of one file have in common, whichever of them comes first. */
    private static SourcePath group(Item item) {
        return item.hardLinkTo().orElse(item.node().path());
    }

    /**
     * Gives the file that was restored for a group another name. False if there is none, because it was not wanted
     * or could not be restored, or because it cannot have more names here: then this name gets a file of its own.
     */
    private boolean linked(DirectoryHandle folder, SourcePath path, SourcePath group) throws LinuxException {
        Placed original = placed.get(group);
        if (original == null) {
            return false;
        }
        try {
            link(folder, original);
            folder.rename(temporary, folder, path.name());
            return true;
        } catch (LinuxException e) {
            removeQuietly(folder);
            if (e.is(Errno.EXDEV) || e.is(Errno.EMLINK) || e.is(Errno.EPERM) || e.vanished()) {
                notes.without("hard link, a copy instead", path, e);
                return false;
            }
            throw e;
        }
    }

    private void link(DirectoryHandle folder, Placed original) throws LinuxException {
        try (OpenedPath opened =
                OpenedPath.open(target, original.path().parent().orElseThrow())) {
            byte[] name = original.path().name();
            var status = opened.folder().status(name);
            if (status.device() != original.device() || status.inode() != original.inode()) {
                throw new LinuxException(Errno.ESTALE, "linkat", original.path().toString());
            }
            folder.makeHardLink(temporary, opened.folder(), name);
        }
    }

    private void removeQuietly(DirectoryHandle folder) {
        try {
            folder.remove(temporary);
        } catch (LinuxException e) {
            if (!e.vanished()) {
                notes.without(
                        "left behind, could not be removed", SourcePath.root().child(temporary), e);
            }
        }
    }
}
