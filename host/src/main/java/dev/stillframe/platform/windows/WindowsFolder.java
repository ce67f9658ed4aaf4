// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * An open folder that is written into. While it is open nobody can rename, remove or replace it, nor a folder above it,
 * because deletion is not shared: so its path stays its own, and every entry is named by it. Entries are opened themselves
 * and not followed.
 */
public final class WindowsFolder implements AutoCloseable {
    private static final int REPLACE_EXISTING = 1;
    private static final int NORMAL = 0x80;

    private final SourcePath path;
    private final WindowsHandle handle;

    private WindowsFolder(SourcePath path, WindowsHandle handle) {
        this.path = path;
        this.handle = handle;
    }

    /** @throws WindowsException {@link WindowsError#DIRECTORY} if it is a link or no folder */
    public static WindowsFolder open(SourcePath path) throws IOException {
        WindowsHandle handle = WindowsHandle.open(
                WindowsPath.of(path),
                access(),
                Kernel.SHARE_READ | Kernel.SHARE_WRITE,
                Kernel.OPEN_EXISTING,
                Kernel.BACKUP_SEMANTICS | Kernel.OPEN_REPARSE_POINT);
        try {
            WindowsStatus status = handle.status();
            if (!status.has(WindowsStatus.FOLDER) || status.has(WindowsStatus.REPARSE_POINT)) {
                throw new WindowsException(267, "CreateFile", handle);
            }
            return new WindowsFolder(path, handle);
        } catch (IOException | RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    /** To read and write everything; what this process may not is asked for in vain. */
    private static int access() {
        int security = BackupPrivileges.backup() ? Kernel.WRITE_DAC | Kernel.WRITE_OWNER : 0;
        int audit = BackupPrivileges.security() ? Kernel.SYSTEM_SECURITY : 0;
        return Kernel.GENERIC_READ | Kernel.GENERIC_WRITE | security | audit;
    }

    public WindowsFolder folder(byte[] name) throws IOException {
        name(name);
        return open(path.child(name));
    }

    /** Whether it is the root of a drive, which belongs to who runs the system. */
    public boolean isDrive() {
        return path.names().size() == 1;
    }

    public WindowsHandle handle() {
        return handle;
    }

    public List<byte[]> list() throws IOException {
        return WindowsFiles.names(handle);
    }

    public WindowsStatus status(byte[] name) throws WindowsException {
        try (WindowsHandle entry = entry(name, Kernel.FILE_READ_ATTRIBUTES)) {
            return entry.status();
        }
    }

    public WindowsHandle file(byte[] name) throws IOException {
        name(name);
        return WindowsFiles.open(path.child(name));
    }

    /** Makes a file that did not exist. Others may rename it, as we will, but neither read nor write it. */
    public WindowsHandle create(byte[] name) throws WindowsException {
        return WindowsHandle.open(
                name(name), access(), Kernel.SHARE_DELETE, Kernel.CREATE_NEW, Kernel.BACKUP_SEMANTICS | NORMAL);
    }

    /** The same for a file that will have these properties: a sparse one is made sparse before it is written. */
    public WindowsHandle create(byte[] name, Metadata metadata) throws WindowsException {
        WindowsHandle made = create(name);
        try {
            if ((attributes(metadata) & WindowsStatus.SPARSE) != 0) {
                made.setSparse();
            }
            return made;
        } catch (WindowsException e) {
            made.close();
            throw e;
        }
    }

    private static int attributes(Metadata metadata) {
        return metadata.attributes().stream()
                .flatMap(attribute -> WindowsAttributes.attributes(attribute).stream())
                .findFirst()
                .orElse(0);
    }

    public void makeFolder(byte[] name) throws WindowsException {
        check(Kernel.system().CreateDirectory(name(name), null), "CreateDirectory", name);
    }

    /**
     * Makes what will be a symbolic link or junction when it gets its reparse point.
     *
     * @throws WindowsException if the link is not one of Windows
     */
    public void makeLink(byte[] name, Metadata metadata) throws WindowsException {
        boolean ours = metadata.attributes().stream()
                .flatMap(attribute -> WindowsAttributes.record(attribute).stream())
                .anyMatch(record -> record.kind() == StreamRecord.Kind.REPARSE);
        if (!ours) {
            throw new WindowsException(50, "CreateFile", path.child(name));
        }
        if ((attributes(metadata) & WindowsStatus.FOLDER) != 0) {
            makeFolder(name);
        } else {
            WindowsHandle.open(name(name), access(), Kernel.SHARE_DELETE, Kernel.CREATE_NEW, Kernel.OPEN_REPARSE_POINT)
                    .close();
        }
    }

    public void makeHardLink(byte[] name, WindowsFolder existingFolder, byte[] existing) throws WindowsException {
        check(Kernel.system().CreateHardLink(name(name), existingFolder.name(existing), null), "CreateHardLink", name);
    }

    /** Replaces what is there, unless it is a folder. */
    public void rename(byte[] name, byte[] newName) throws WindowsException {
        if (!Kernel.system().MoveFileEx(name(name), name(newName), REPLACE_EXISTING)) {
            WindowsException refused = WindowsException.last("MoveFileEx", path.child(newName));
            if (!refused.is(WindowsError.ACCESS_DENIED)) {
                throw refused;
            }
            writable(newName);
            check(Kernel.system().MoveFileEx(name(name), name(newName), REPLACE_EXISTING), "MoveFileEx", newName);
        }
    }

    /** Removes an entry that is not a folder; a link itself. */
    public void remove(byte[] name) throws WindowsException {
        WindowsStatus status = status(name);
        if (status.has(WindowsStatus.READ_ONLY)) {
            writable(name);
        }
        if (status.has(WindowsStatus.FOLDER) && status.has(WindowsStatus.REPARSE_POINT)) {
            check(Kernel.system().RemoveDirectory(name(name)), "RemoveDirectory", name);
        } else {
            check(Kernel.system().DeleteFile(name(name)), "DeleteFile", name);
        }
    }

    /** Removes an empty folder. */
    public void removeFolder(byte[] name) throws WindowsException {
        check(Kernel.system().RemoveDirectory(name(name)), "RemoveDirectory", name);
    }

    /** Removes all entries, none of which may be a folder. */
    public void removeEverything() throws IOException {
        for (byte[] name : list()) {
            remove(name);
        }
    }

    /** All that there is to know of an entry. */
    public Metadata metadata(byte[] name) throws IOException {
        return WindowsFiles.metadata(path.child(name));
    }

    /** Windows removes and replaces nothing that is read-only. */
    private void writable(byte[] name) throws WindowsException {
        try (WindowsHandle entry = entry(name, Kernel.FILE_READ_ATTRIBUTES | Kernel.FILE_WRITE_ATTRIBUTES)) {
            int attributes = entry.status().attributes() & ~WindowsStatus.READ_ONLY;
            entry.setBasic(0, 0, attributes == 0 ? NORMAL : attributes);
        }
    }

    /** Gives an open entry one of the attributes that {@link WindowsFiles#metadata} tells of. */
    public static void setAttribute(WindowsHandle entry, Attribute attribute) throws WindowsException {
        var record = WindowsAttributes.record(attribute);
        var attributes = WindowsAttributes.attributes(attribute);
        var created = WindowsAttributes.created(attribute);
        if (record.isPresent()) {
            SystemBackupStream.write(entry, record.get());
        } else if (attributes.isPresent()) {
            int settable = attributes.get() & SettableAttributes.ALL;
            entry.setBasic(0, 0, settable == 0 ? NORMAL : settable);
            if ((attributes.get() & WindowsStatus.ENCRYPTED) != 0) { // said, because what was secret now is not
                throw new WindowsException(50, "set the encryption that it had (EFS)", entry);
            }
        } else if (created.isPresent()) {
            entry.setBasic(FileTimes.of(created.get()), 0, 0);
        } else {
            throw new WindowsException(50, "set attribute " + attribute.name(), entry);
        }
    }

    public static void setModified(WindowsHandle entry, Instant time) throws WindowsException {
        entry.setBasic(0, FileTimes.of(time), 0);
    }

    /** An entry itself, open to be changed. */
    public WindowsHandle entry(byte[] name) throws WindowsException {
        return entry(name, access());
    }

    private WindowsHandle entry(byte[] name, int access) throws WindowsException {
        return WindowsHandle.open(
                name(name),
                access,
                Kernel.SHARE_ALL,
                Kernel.OPEN_EXISTING,
                Kernel.BACKUP_SEMANTICS | Kernel.OPEN_REPARSE_POINT);
    }

    /** Makes everything on its volume durable, as far as this process may: only administrators may flush a volume. */
    public void syncVolume() throws WindowsException {
        if (!WindowsPath.onDrive(path)) {
            return;
        }
        String volume = "\\\\.\\" + WindowsPath.volume(path).charAt(0) + ":";
        try (WindowsHandle open = WindowsHandle.open(
                volume, Kernel.GENERIC_WRITE, Kernel.SHARE_READ | Kernel.SHARE_WRITE, Kernel.OPEN_EXISTING, 0)) {
            open.sync();
        } catch (WindowsException e) {
            if (!e.is(WindowsError.ACCESS_DENIED) && !e.vanished() && !e.unsupported()) {
                throw e; // every file was flushed by itself
            }
        }
    }

    /** @throws WindowsException if Windows would take it for anything but one name: a backup may come from elsewhere */
    private String name(byte[] name) throws WindowsException {
        if (!WindowsPath.isName(name)) {
            throw new WindowsException(123, "CreateFile", path.child(name));
        }
        return WindowsPath.of(path.child(name));
    }

    private void check(boolean succeeded, String call, byte[] name) throws WindowsException {
        WindowsException.check(succeeded, call, path.child(name));
    }

    /** FILE_ATTRIBUTE_... that can be set as they are; the others say what a file is or how it is kept. */
    private static final class SettableAttributes {
        private static final int HIDDEN = 0x2;
        private static final int SYSTEM = 0x4;
        private static final int ARCHIVE = 0x20;
        private static final int TEMPORARY = 0x100;
        private static final int OFFLINE = 0x1000;
        private static final int NOT_CONTENT_INDEXED = 0x2000;
        private static final int NO_SCRUB_DATA = 0x20000;
        static final int ALL = WindowsStatus.READ_ONLY
                | HIDDEN
                | SYSTEM
                | ARCHIVE
                | TEMPORARY
                | OFFLINE
                | NOT_CONTENT_INDEXED
                | NO_SCRUB_DATA;

        private SettableAttributes() {}
    }

    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
