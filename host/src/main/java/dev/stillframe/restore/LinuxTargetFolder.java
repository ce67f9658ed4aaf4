// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.FileStatus;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.restore.TargetException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A folder of this Linux system, through the calls that name entries by an open folder (openat(2) and its kin). */
record LinuxTargetFolder(DirectoryHandle handle) implements TargetFolder {
    private static final int OURS = 0600;
    private static final int OUR_FOLDER = 0700;

    /** A call of the system. */
    interface Call<T> {
        T run() throws LinuxException;
    }

    /** A call of the system that answers nothing. */
    interface Action {
        void run() throws LinuxException;
    }

    /** Opens the target, every link on the way to it resolved. */
    static TargetFolder open(Path target) throws IOException {
        SourcePath path = SourcePath.of(target.toAbsolutePath().normalize().toString());
        return new LinuxTargetFolder(translated(() -> DirectoryHandle.open(LinuxFiles.realPath(path))));
    }

    static <T> T translated(Call<T> call) throws TargetException {
        try {
            return call.run();
        } catch (LinuxException e) {
            throw new TargetException(reason(e.errno()), e.errno().meaning(), e.call(), e.what(), e);
        }
    }

    static void act(Action action) throws TargetException {
        translated(() -> {
            action.run();
            return true;
        });
    }

    private static Reason reason(Errno errno) {
        return switch (errno) {
            case ENOENT -> Reason.MISSING;
            case ENOTDIR, ELOOP -> Reason.NO_FOLDER;
            case ESTALE -> Reason.STALE;
            case EXDEV, EMLINK, EPERM -> Reason.CANNOT_LINK;
            case ENOSPC, EDQUOT -> Reason.FULL;
            case EROFS -> Reason.READ_ONLY;
            case EACCES -> Reason.DENIED;
            case EIO, EMFILE -> Reason.BROKEN;
            default -> Reason.OTHER;
        };
    }

    static TargetStatus told(FileStatus status) {
        return new TargetStatus(status.kind(), status.size(), status.modified(), status.device(), status.inode());
    }

    @Override
    public TargetFolder folder(byte[] name) throws TargetException {
        return new LinuxTargetFolder(translated(() -> handle.folder(name)));
    }

    @Override
    public List<byte[]> list() throws TargetException {
        return translated(handle::list);
    }

    @Override
    public TargetStatus status() throws TargetException {
        return told(translated(handle::status));
    }

    @Override
    public TargetStatus status(byte[] name) throws TargetException {
        return told(translated(() -> handle.status(name)));
    }

    @Override
    public PresentFile file(byte[] name) throws TargetException {
        return new LinuxPresentFile(translated(() -> handle.file(name)));
    }

    @Override
    public TargetFile create(byte[] name) throws TargetException {
        return new LinuxTargetFile(translated(() -> handle.create(name, OURS)));
    }

    @Override
    public void makeFolder(byte[] name) throws TargetException {
        act(() -> handle.makeFolder(name, OUR_FOLDER));
    }

    @Override
    public void makeSymbolicLink(byte[] name, Metadata metadata) throws TargetException {
        act(() -> handle.makeSymbolicLink(name, metadata.linkTarget()));
    }

    @Override
    public void makeNode(byte[] name, Metadata metadata) throws TargetException {
        act(() -> handle.makeNode(name, metadata.kind(), OURS, metadata.special()));
    }

    @Override
    public void makeHardLink(byte[] name, TargetFolder existingFolder, byte[] existing) throws TargetException {
        act(() -> handle.makeHardLink(name, ((LinuxTargetFolder) existingFolder).handle, existing));
    }

    @Override
    public void rename(byte[] name, byte[] newName) throws TargetException {
        act(() -> handle.rename(name, handle, newName));
    }

    @Override
    public void remove(byte[] name) throws TargetException {
        act(() -> handle.remove(name));
    }

    @Override
    public TargetProperties properties() {
        return new Own(handle);
    }

    @Override
    public TargetProperties properties(byte[] name) {
        return new OfEntry(handle, name);
    }

    @Override
    public void sync() throws TargetException {
        act(handle::sync);
    }

    @Override
    public void syncFilesystem() throws TargetException {
        act(handle::syncFilesystem);
    }

    @Override
    public void close() {
        handle.close();
    }

    /** The folder's. */
    private record Own(DirectoryHandle folder) implements TargetProperties {
        @Override
        public void owner(int uid, int gid) throws TargetException {
            act(() -> folder.setOwner(uid, gid));
        }

        @Override
        public void permissions(int permissions) throws TargetException {
            act(() -> folder.setPermissions(permissions));
        }

        @Override
        public void attribute(Attribute attribute) throws TargetException {
            act(() -> folder.setAttribute(attribute));
        }

        @Override
        public void modified(Instant time) throws TargetException {
            act(() -> folder.setModified(time));
        }
    }

    /** An entry's, which is not followed if it is a link. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record OfEntry(DirectoryHandle folder, byte[] name) implements TargetProperties {
        @Override
        public void owner(int uid, int gid) throws TargetException {
            act(() -> folder.setOwner(name, uid, gid));
        }

        @Override
        public void permissions(int permissions) throws TargetException {
            act(() -> folder.setPermissions(name, permissions));
        }

        @Override
        public void attribute(Attribute attribute) throws TargetException {
            act(() -> folder.setAttribute(name, attribute));
        }

        @Override
        public void modified(Instant time) throws TargetException {
            act(() -> folder.setModified(name, time));
        }
    }

    /** A file that is there. */
    private record LinuxPresentFile(OpenFile file) implements PresentFile {
        @Override
        public TargetStatus status() throws TargetException {
            return told(translated(file::status));
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws TargetException {
            return translated(() -> file.read(buffer, at));
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
