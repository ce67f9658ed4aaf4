// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.FileStatus;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.tree.OwnFolder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The {@link OwnFolder} of a filesystem: only its owner can look into it, for it shows everybody's files. */
public final class SnapshotFolder {
    private static final byte[] NAME = OwnFolder.NAME.getBytes(StandardCharsets.UTF_8);

    private SnapshotFolder() {}

    public static SourcePath in(SourcePath top) {
        return top.child(NAME);
    }

    /**
     * Opens it, and makes it if there is none.
     *
     * @param top the root of a filesystem or subvolume
     * @throws LinuxException EPERM if somebody else owns it, or others can look into it
     */
    public static DirectoryHandle open(SourcePath top) throws LinuxException {
        try (DirectoryHandle parent = DirectoryHandle.open(top)) {
            try {
                parent.makeFolder(NAME, 0700);
            } catch (LinuxException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
            }
            DirectoryHandle folder = parent.folder(NAME);
            try {
                check(folder.status(), top);
            } catch (LinuxException e) {
                folder.close();
                throw e;
            }
            return folder;
        }
    }

    /**
     * What is in it; nothing where there is none, and nothing where this user may not look: what he made he may see.
     *
     * @param top the root of a filesystem or subvolume
     */
    public static List<byte[]> list(SourcePath top) throws LinuxException {
        try {
            return LinuxFiles.list(in(top));
        } catch (LinuxException e) {
            if (e.vanished() || e.is(Errno.EACCES)) {
                return List.of();
            }
            throw e;
        }
    }

    private static void check(FileStatus status, SourcePath top) throws LinuxException {
        boolean ours = status.kind() == Kind.FOLDER && status.uid() == Privileges.effectiveUser();
        if (!ours || (status.permissions() & 077) != 0) {
            throw new LinuxException(
                    Errno.EPERM, "openat", in(top) + ": has to be a folder of mode 0700 that belongs to this user");
        }
    }
}
