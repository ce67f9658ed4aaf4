// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * An open folder, for reading and writing below it. Every entry is named by one name in an open folder and never followed if it is
 * a symbolic link, so nothing that others do to the tree can lead a write out of it.
 *
 * <p>Thread: any, but one at a time for {@link #list}. Owners, modes, attributes and times are set apart from making,
 * and best in this order: owner (which clears set-user-id and capabilities), mode, attributes, times.
 */
public final class DirectoryHandle implements AutoCloseable {
    private final Descriptor descriptor;

    private DirectoryHandle(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens a folder by its absolute path, in which no name may be a symbolic link. */
    public static DirectoryHandle open(SourcePath folder) throws LinuxException {
        return new DirectoryHandle(Descriptor.openQuietly(folder, OpenFlags.RDONLY | OpenFlags.DIRECTORY));
    }

    /** Opens a folder in this one. A symbolic link gives ENOTDIR. */
    public DirectoryHandle folder(byte[] name) throws LinuxException {
        return new DirectoryHandle(Descriptor.openAtQuietly(descriptor, name, OpenFlags.RDONLY | OpenFlags.DIRECTORY));
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /** Names, sorted as {@link SourcePath} sorts them. */
    public List<byte[]> list() throws LinuxException {
        return entries().stream().map(FolderEntry::name).toList();
    }

    /** Names and what the folder itself says of them, sorted likewise. */
    public List<FolderEntry> entries() throws LinuxException {
        return FolderEntry.list(descriptor);
    }

    /** The folder's own status. */
    public FileStatus status() throws LinuxException {
        return FileStatus.of(descriptor);
    }

    public FileStatus status(byte[] name) throws LinuxException {
        return FileStatus.of(descriptor, name);
    }

    /** The folder's own status and extended attributes. */
    public Metadata metadata() throws LinuxException {
        return LinuxFiles.metadata(status(), new byte[0], ExtendedAttributes.of(descriptor));
    }

    /** All that there is to know of an entry; of a symbolic link itself, not of its target. */
    public Metadata metadata(byte[] name) throws LinuxException {
        FileStatus status = status(name);
        byte[] target = status.kind() == Kind.SYMBOLIC_LINK ? linkTarget(name) : new byte[0];
        return LinuxFiles.metadata(status, target, ExtendedAttributes.of(descriptor, name));
    }

    public byte[] linkTarget(byte[] name) throws LinuxException {
        byte[] buffer = new byte[4096];
        long size = LibC.readlinkat(descriptor.number(), Bytes.name(name), buffer, buffer.length);
        return Arrays.copyOf(buffer, (int) LinuxException.checked(size, "readlinkat", descriptor.entry(name)));
    }

    /** Opens a regular file in this folder for reading. */
    public OpenFile file(byte[] name) throws LinuxException {
        return OpenFile.checked(Descriptor.openAtQuietly(descriptor, name, OpenFlags.RDONLY | OpenFlags.NONBLOCK));
    }

    /** Makes a file that did not exist (EEXIST) and opens it for reading and writing. */
    public NewFile create(byte[] name, int permissions) throws LinuxException {
        int flags = OpenFlags.RDWR | OpenFlags.CREAT | OpenFlags.EXCL;
        return new NewFile(Descriptor.openAt(descriptor, name, flags, permissions));
    }

    /** Makes a folder that did not exist (EEXIST). */
    public void makeFolder(byte[] name, int permissions) throws LinuxException {
        check(LibC.mkdirat(descriptor.number(), Bytes.name(name), permissions), "mkdirat", name);
    }

    /** @param target any bytes but NUL; not looked at */
    public void makeSymbolicLink(byte[] name, byte[] target) throws LinuxException {
        check(LibC.symlinkat(Bytes.terminated(target), descriptor.number(), Bytes.name(name)), "symlinkat", name);
    }

    /** Gives an entry of an open folder another name in this one. */
    public void makeHardLink(byte[] name, DirectoryHandle existingFolder, byte[] existing) throws LinuxException {
        int from = existingFolder.descriptor.number();
        check(LibC.linkat(from, Bytes.name(existing), descriptor.number(), Bytes.name(name), 0), "linkat", name);
    }

    /** @param special st_rdev of a device, else 0 */
    public void makeNode(byte[] name, Kind kind, int permissions, long special) throws LinuxException {
        int mode = FileType.bits(kind) | permissions;
        check(LibC.mknodat(descriptor.number(), Bytes.name(name), mode, special), "mknodat", name);
    }

    public void rename(byte[] name, DirectoryHandle folder, byte[] newName) throws LinuxException {
        int to = folder.descriptor.number();
        check(LibC.renameat(descriptor.number(), Bytes.name(name), to, Bytes.name(newName)), "renameat", name);
    }

    /** Removes an entry that is not a folder. */
    public void remove(byte[] name) throws LinuxException {
        check(LibC.unlinkat(descriptor.number(), Bytes.name(name), 0), "unlinkat", name);
    }

    /** Removes an empty folder. */
    public void removeFolder(byte[] name) throws LinuxException {
        check(LibC.unlinkat(descriptor.number(), Bytes.name(name), LibC.AT_REMOVEDIR), "unlinkat", name);
    }

    /** Changes an entry's owner, or the link's own. */
    public void setOwner(byte[] name, int uid, int gid) throws LinuxException {
        byte[] raw = Bytes.name(name);
        check(LibC.fchownat(descriptor.number(), raw, uid, gid, LibC.AT_SYMLINK_NOFOLLOW), "fchownat", name);
    }

    /** Changes an entry's mode, of any kind but a symbolic link (EOPNOTSUPP). */
    public void setPermissions(byte[] name, int permissions) throws LinuxException {
        try (Descriptor entry = Descriptor.openAt(descriptor, name, OpenFlags.PATH, 0)) {
            check(LibC.chmod(entry.procPath(), permissions), "chmod", name);
        }
    }

    /** Sets an entry's attribute, or the link's own. */
    public void setAttribute(byte[] name, Attribute attribute) throws LinuxException {
        ExtendedAttributes.set(descriptor, name, attribute);
    }

    /** Sets an entry's time, or the link's own, to the nanosecond. The access time stays. */
    public void setModified(byte[] name, Instant modified) throws LinuxException {
        long[] times = Times.modified(modified);
        byte[] raw = Bytes.name(name);
        check(LibC.utimensat(descriptor.number(), raw, times, LibC.AT_SYMLINK_NOFOLLOW), "utimensat", name);
    }

    /** The folder's own owner. */
    public void setOwner(int uid, int gid) throws LinuxException {
        OwnMetadata.setOwner(descriptor, uid, gid);
    }

    public void setPermissions(int permissions) throws LinuxException {
        OwnMetadata.setPermissions(descriptor, permissions);
    }

    public void setAttribute(Attribute attribute) throws LinuxException {
        ExtendedAttributes.set(descriptor, attribute);
    }

    public void setModified(Instant modified) throws LinuxException {
        OwnMetadata.setModified(descriptor, modified);
    }

    /** Makes the folder's entries durable, see fsync(2). */
    public void sync() throws LinuxException {
        LinuxException.checked(LibC.fsync(descriptor.number()), "fsync", descriptor);
    }

    /** Makes everything on the folder's filesystem durable, see syncfs(2). */
    public void syncFilesystem() throws LinuxException {
        LinuxException.checked(LibC.syncfs(descriptor.number()), "syncfs", descriptor);
    }

    private void check(int result, String call, byte[] name) throws LinuxException {
        LinuxException.checked(result, call, descriptor.entry(name));
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
