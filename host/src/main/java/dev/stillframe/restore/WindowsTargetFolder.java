// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.platform.windows.WindowsException;
import dev.stillframe.platform.windows.WindowsFiles;
import dev.stillframe.platform.windows.WindowsFolder;
import dev.stillframe.platform.windows.WindowsHandle;
import dev.stillframe.platform.windows.WindowsPath;
import dev.stillframe.platform.windows.WindowsStatus;
import dev.stillframe.restore.TargetException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A folder of this Windows. */
record WindowsTargetFolder(WindowsFolder open) implements TargetFolder {
    /** A call of the system. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** A call of the system that answers nothing. */
    interface Action {
        void run() throws IOException;
    }

    /** Opens the target, every link on the way to it resolved. */
    static TargetFolder open(Path target) throws IOException {
        return new WindowsTargetFolder(translated(
                target,
                () -> WindowsFolder.open(WindowsFiles.realPath(
                        WindowsPath.parse(target.toAbsolutePath().normalize().toString())))));
    }

    /** Opens a folder by its path. */
    static TargetFolder at(SourcePath path) throws TargetException {
        return new WindowsTargetFolder(translated(path, () -> WindowsFolder.open(path)));
    }

    static <T> T translated(Object what, Call<T> call) throws TargetException {
        try {
            return call.run();
        } catch (WindowsException e) {
            throw new TargetException(reason(e), e.error().meaning(), e.call(), e.what(), e);
        } catch (IOException e) {
            throw new TargetException(Reason.OTHER, String.valueOf(e.getMessage()), "read", what.toString(), e);
        }
    }

    static void act(Object what, Action action) throws TargetException {
        translated(what, () -> {
            action.run();
            return true;
        });
    }

    private static Reason reason(WindowsException e) {
        return switch (e.error()) {
            case FILE_NOT_FOUND, PATH_NOT_FOUND -> Reason.MISSING;
            case DIRECTORY -> Reason.NO_FOLDER;
            case NOT_SAME_DEVICE, TOO_MANY_LINKS, INVALID_FUNCTION -> Reason.CANNOT_LINK;
            case DISK_FULL, HANDLE_DISK_FULL, DISK_QUOTA_EXCEEDED -> Reason.FULL;
            case WRITE_PROTECT -> Reason.READ_ONLY;
            case ACCESS_DENIED, PRIVILEGE_NOT_HELD -> Reason.DENIED;
            case IO_DEVICE, CRC, TOO_MANY_OPEN_FILES -> Reason.BROKEN;
            default -> Reason.OTHER;
        };
    }

    static TargetStatus told(WindowsStatus status) {
        boolean link = status.has(WindowsStatus.REPARSE_POINT);
        boolean folder = status.has(WindowsStatus.FOLDER);
        return new TargetStatus(
                link ? Kind.SYMBOLIC_LINK : folder ? Kind.FOLDER : Kind.FILE,
                status.size(),
                status.modified(),
                status.volume(),
                status.index());
    }

    @Override
    public TargetFolder folder(byte[] name) throws TargetException {
        return new WindowsTargetFolder(translated(open, () -> open.folder(name)));
    }

    @Override
    public List<byte[]> list() throws TargetException {
        return translated(open, open::list);
    }

    @Override
    public TargetStatus status() throws TargetException {
        return translated(open, () -> told(open.handle().status()));
    }

    @Override
    public TargetStatus status(byte[] name) throws TargetException {
        return translated(open, () -> told(open.status(name)));
    }

    @Override
    public PresentFile file(byte[] name) throws TargetException {
        return new WindowsPresentFile(translated(open, () -> open.file(name)));
    }

    @Override
    public TargetFile create(byte[] name) throws TargetException {
        return new WindowsTargetFile(translated(open, () -> open.create(name)));
    }

    @Override
    public TargetFile create(byte[] name, Metadata metadata) throws TargetException {
        return new WindowsTargetFile(translated(open, () -> open.create(name, metadata)));
    }

    @Override
    public void makeFolder(byte[] name) throws TargetException {
        act(open, () -> open.makeFolder(name));
    }

    @Override
    public void makeSymbolicLink(byte[] name, Metadata metadata) throws TargetException {
        act(open, () -> open.makeLink(name, metadata));
    }

    @Override
    public void makeNode(byte[] name, Metadata metadata) throws TargetException {
        throw new TargetException(
                Reason.OTHER, "Windows has no " + metadata.kind() + " in a folder", "make", open.toString());
    }

    @Override
    public void makeHardLink(byte[] name, TargetFolder existingFolder, byte[] existing) throws TargetException {
        act(open, () -> open.makeHardLink(name, ((WindowsTargetFolder) existingFolder).open, existing));
    }

    @Override
    public void rename(byte[] name, byte[] newName) throws TargetException {
        act(open, () -> open.rename(name, newName));
    }

    @Override
    public void remove(byte[] name) throws TargetException {
        act(open, () -> open.remove(name));
    }

    @Override
    public TargetProperties properties() {
        return open.isDrive() ? AllDrives.UNCHANGED : new WindowsProperties(change -> change.on(open.handle()), open);
    }

    @Override
    public TargetProperties properties(byte[] name) {
        return new WindowsProperties(
                change -> {
                    try (WindowsHandle entry = open.entry(name)) {
                        change.on(entry);
                    }
                },
                open);
    }

    /** Windows keeps the names of a folder in its own journal. */
    @Override
    public void sync() {}

    @Override
    public void syncFilesystem() throws TargetException {
        act(open, open::syncVolume);
    }

    @Override
    public void close() {
        open.close();
    }

    /** A file that is there. */
    private record WindowsPresentFile(WindowsHandle file) implements PresentFile {
        @Override
        public TargetStatus status() throws TargetException {
            return translated(file, () -> told(file.status()));
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws TargetException {
            return translated(file, () -> file.read(buffer, at));
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
