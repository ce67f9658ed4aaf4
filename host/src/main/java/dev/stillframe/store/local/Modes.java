// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The permissions of what is made: for the owner alone, or for its group too if the group may read the repository's
 * config. That is restic's rule, so that both make the same files in a shared folder (its manual, "Group accessible
 * repositories"). Complete files are read-only, against accidents.
 */
enum Modes {
    OWNER("rwx------", "rw-------", "r--------"),
    GROUP("rwxrwx---", "rw-rw----", "r--r-----"),
    /** The filesystem has no such permissions. */
    NONE("", "", "");

    private final String folder;
    private final String file;
    private final String complete;

    Modes(String folder, String file, String complete) {
        this.folder = folder;
        this.file = file;
        this.complete = complete;
    }

    static Modes of(Path root) throws IOException {
        if (!root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return NONE;
        }
        try {
            Set<PosixFilePermission> config = Files.getPosixFilePermissions(root.resolve("config"));
            return config.contains(PosixFilePermission.GROUP_READ) ? GROUP : OWNER;
        } catch (NoSuchFileException notYet) {
            return OWNER;
        }
    }

    /** Makes a folder and those above it; keeps what is there. */
    void makeFolders(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Path parent = path.getParent();
            if (parent != null) {
                makeFolders(parent);
            }
            makeFolder(path);
        }
    }

    void makeFolder(Path path) throws IOException {
        try {
            if (this == NONE) {
                Files.createDirectory(path);
            } else {
                Files.createDirectory(path, PosixFilePermissions.asFileAttribute(permissions(folder)));
                allow(path, permissions(folder)); // whatever the umask
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }

    FileChannel createFile(Path path) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return this == NONE
                ? FileChannel.open(path, options)
                : FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(permissions(file)));
    }

    /** Makes a complete file read-only. */
    void protect(Path path) throws IOException {
        if (this != NONE) {
            allow(path, permissions(complete));
        }
    }

    /** A mount without permissions of its own refuses to change them; the repository is as good without. */
    private static void allow(Path path, Set<PosixFilePermission> permissions) throws IOException {
        try {
            Files.setPosixFilePermissions(path, permissions);
        } catch (FileSystemException e) {
            String reason = String.valueOf(e.getReason());
            if (!reason.equals("Operation not permitted") && !reason.equals("Operation not supported")) {
                throw e;
            }
        }
    }

    private static Set<PosixFilePermission> permissions(String text) {
        return PosixFilePermissions.fromString(text);
    }
}
