// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Pointer;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import java.util.Arrays;
import java.util.List;

/** Reads files by their paths. Any thread; nothing is kept between calls. */
public final class LinuxFiles {
    private LinuxFiles() {}

    /** All that there is to know of an entry; of a symbolic link itself, not of its target. */
    public static Metadata metadata(SourcePath path) throws LinuxException {
        FileStatus status = FileStatus.of(path);
        byte[] target = status.kind() == Metadata.Kind.SYMBOLIC_LINK ? linkTarget(path) : new byte[0];
        return metadata(status, target, ExtendedAttributes.of(path));
    }

    /** A folder's names, sorted as {@link SourcePath} sorts them. No name on the way to it may be a link. */
    public static List<byte[]> list(SourcePath folder) throws LinuxException {
        try (Descriptor open = Descriptor.openQuietly(folder, OpenFlags.RDONLY | OpenFlags.DIRECTORY)) {
            return FolderEntry.list(open).stream().map(FolderEntry::name).toList();
        }
    }

    /**
     * Opens a regular file for reading, without touching its access time where that is allowed. No name on the way to
     * it may be a symbolic link.
     *
     * @throws LinuxException ELOOP if one is; EINVAL if it is not a regular file
     */
    public static OpenFile open(SourcePath file) throws LinuxException {
        Descriptor open = Descriptor.openQuietly(file, OpenFlags.RDONLY | OpenFlags.NONBLOCK); // a FIFO would wait
        return OpenFile.checked(open);
    }

    /** Where a symbolic link points, the bytes as they stand in it. */
    public static byte[] linkTarget(SourcePath link) throws LinuxException {
        byte[] buffer = new byte[4096]; // PATH_MAX: no filesystem of Linux stores longer ones
        long size = LibC.readlinkat(LibC.AT_FDCWD, Bytes.of(link), buffer, buffer.length);
        return Arrays.copyOf(buffer, (int) LinuxException.checked(size, "readlinkat", link));
    }

    /** The path with every symbolic link in it resolved, see realpath(3). */
    public static SourcePath realPath(SourcePath path) throws LinuxException {
        Pointer resolved = LibC.realpath(Bytes.of(path), Pointer.NULL);
        if (resolved == null) {
            throw LinuxException.last("realpath", path);
        }
        try {
            return SourcePath.of(resolved.getByteArray(0, (int) resolved.indexOf(0, (byte) 0)));
        } finally {
            LibC.free(resolved);
        }
    }

    static Metadata metadata(FileStatus status, byte[] linkTarget, List<Metadata.Attribute> attributes) {
        return new Metadata(
                status.kind(),
                status.permissions(),
                status.uid(),
                status.gid(),
                status.size(),
                status.modified(),
                status.changed(),
                status.device(),
                status.inode(),
                status.links(),
                status.special(),
                linkTarget,
                attributes);
    }
}
