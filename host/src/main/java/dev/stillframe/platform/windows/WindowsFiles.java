// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files of Windows by their paths, as backup programs open them: with FILE_FLAG_BACKUP_SEMANTICS, which lets the
 * privileges of {@link BackupPrivileges} count. A reparse point that stands for another file is opened itself; of one
 * whose bytes a driver brings, for example a deduplicated file, those bytes are read.
 */
public final class WindowsFiles {
    /** Nobody but the owner: an access list cannot be said in these bits, and they must not say more than it. */
    private static final int FILE_PERMISSIONS = 0600;

    private static final int FOLDER_PERMISSIONS = 0700;

    private WindowsFiles() {}

    /**
     * Opens a regular file for reading.
     *
     * @throws WindowsException if it is locked by another process, naming who that is
     */
    public static WindowsHandle open(SourcePath path) throws IOException {
        String name = WindowsPath.of(path);
        WindowsHandle handle = opened(path, name, Kernel.GENERIC_READ, Kernel.OPEN_REPARSE_POINT);
        try {
            WindowsStatus status = handle.status();
            if (status.has(WindowsStatus.FOLDER)) {
                throw new WindowsException(2, "CreateFile", name); // it was a file a moment ago
            }
            if (!status.has(WindowsStatus.REPARSE_POINT)) {
                return handle;
            }
            if (handle.reparsePoint().standsForAnother()) {
                throw new WindowsException(2, "CreateFile", name);
            }
        } catch (IOException | RuntimeException e) {
            handle.close();
            throw e;
        }
        handle.close();
        return opened(path, name, Kernel.GENERIC_READ, 0);
    }

    /** Opens a folder to list it. A link gives {@link WindowsError#DIRECTORY}. */
    public static WindowsHandle openFolder(SourcePath path) throws IOException {
        String name = WindowsPath.of(path);
        WindowsHandle handle = opened(path, name, Kernel.GENERIC_READ, Kernel.OPEN_REPARSE_POINT);
        try {
            WindowsStatus status = handle.status();
            boolean link = status.has(WindowsStatus.REPARSE_POINT)
                    && handle.reparsePoint().standsForAnother();
            if (!status.has(WindowsStatus.FOLDER) || link) {
                throw new WindowsException(267, "CreateFile", name);
            }
            return handle;
        } catch (IOException | RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    /** The names in an open folder, as they stand in paths of the contract and sorted like them. */
    public static List<byte[]> names(WindowsHandle folder) throws IOException {
        return folder.list().stream()
                .map(WindowsPath::bytes)
                .sorted(java.util.Arrays::compareUnsigned)
                .toList();
    }

    /** All that there is to know of an entry; of a link itself, not of what it leads to. */
    public static Metadata metadata(SourcePath path) throws IOException {
        Optional<String> name = WindowsPath.ofFile(path);
        if (name.isEmpty()) {
            return above();
        }
        try (WindowsHandle handle =
                opened(path, name.get(), Kernel.GENERIC_READ | audit(), Kernel.OPEN_REPARSE_POINT)) {
            return metadata(handle);
        }
    }

    /** The right to see what is audited, where this process has it. */
    private static int audit() {
        return BackupPrivileges.security() ? Kernel.SYSTEM_SECURITY : 0;
    }

    /** Of an open entry. */
    public static Metadata metadata(WindowsHandle handle) throws IOException {
        WindowsStatus status = handle.status();
        Optional<ReparsePoint> reparse =
                status.has(WindowsStatus.REPARSE_POINT) ? Optional.of(handle.reparsePoint()) : Optional.empty();
        boolean link = reparse.flatMap(ReparsePoint::target).isPresent();
        if (reparse.isPresent() && !link && reparse.get().standsForAnother()) {
            throw new IOException(handle + ": is a reparse point of the unknown kind "
                    + String.format("0x%08X", reparse.get().tag()) + ", which stands for another file");
        }
        byte[] target = reparse.flatMap(ReparsePoint::target)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> new byte[0]);
        boolean folder = status.has(WindowsStatus.FOLDER);
        return new Metadata(
                link ? Kind.SYMBOLIC_LINK : folder ? Kind.FOLDER : Kind.FILE,
                folder ? FOLDER_PERMISSIONS : FILE_PERMISSIONS,
                0,
                0,
                link ? target.length : folder ? 0 : status.size(),
                status.modified(),
                status.changed(),
                status.volume(),
                status.index(),
                folder || link ? 1 : status.links(),
                0,
                target,
                WindowsAttributes.of(status, streams(handle, reparse.isPresent() && !link)));
    }

    /** @param brought whether a driver brings its bytes: then they are kept, and not what it kept of them */
    private static List<StreamRecord> streams(WindowsHandle handle, boolean brought) throws IOException {
        try (BackupStream stream = new SystemBackupStream(handle)) {
            return StreamRecords.read(stream).stream()
                    .filter(record -> !(brought && record.kind() == StreamRecord.Kind.REPARSE))
                    .toList();
        } catch (WindowsException e) {
            if (e.unsupported()) {
                return List.of(); // a filesystem without any, or Wine, which knows none
            }
            throw e;
        } catch (IOException e) {
            throw new IOException(handle + ": " + e.getMessage(), e);
        }
    }

    /** The path as the filesystem has it, every link in it resolved. */
    public static SourcePath realPath(SourcePath path) throws IOException {
        try (WindowsHandle handle = opened(path, WindowsPath.of(path), Kernel.FILE_READ_ATTRIBUTES, 0)) {
            return WindowsPath.parse(handle.finalName());
        }
    }

    /** What lies above all drives: no folder of Windows, but one of a backup. */
    private static Metadata above() {
        return new Metadata(
                Kind.FOLDER,
                FOLDER_PERMISSIONS,
                0,
                0,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                0,
                1,
                0,
                new byte[0],
                List.of());
    }

    private static WindowsHandle opened(SourcePath path, String name, int access, int flags) throws IOException {
        try {
            return WindowsHandle.open(
                    name, access, Kernel.SHARE_ALL, Kernel.OPEN_EXISTING, Kernel.BACKUP_SEMANTICS | flags);
        } catch (WindowsException e) {
            if (e.is(WindowsError.SHARING_VIOLATION) || e.is(WindowsError.LOCK_VIOLATION)) {
                throw e.heldBy(FileHolders.describe(path));
            }
            throw e;
        }
    }
}
