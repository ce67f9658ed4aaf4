// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.platform.linux.Privileges;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder on a tmpfs, for what must be written while filesystems are frozen: a tmpfs cannot be frozen. It does not
 * survive a reboot, as holds do not.
 */
final class RuntimeFolder {
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    private RuntimeFolder() {}

    /**
     * The folder of this user and that name, made if need be.
     *
     * @throws StillframeException {@code guard.no-tmpfs} if there is no place for it
     */
    static Path of(String name) throws StillframeException {
        try {
            Path ours = ours();
            make(ours);
            Path folder = ours.resolve(name);
            make(folder);
            return folder;
        } catch (IOException e) {
            throw new StillframeException(
                    "guard.no-tmpfs",
                    "there is no folder in memory for the guard's notes: " + e.getMessage(),
                    Retry.DOES_NOT_HELP,
                    "mount a tmpfs at /run or /dev/shm, and let this user write there",
                    e);
        }
    }

    /** Removes the folder of that name if it is empty. */
    static void leave(String name) {
        try {
            Files.deleteIfExists(ours().resolve(name));
        } catch (IOException e) {
            return; // somebody's notes are still in it
        }
    }

    private static Path ours() throws IOException {
        int user = Privileges.effectiveUser();
        List<Path> places = user == 0
                ? List.of(Path.of("/run/stillframe"), Path.of("/dev/shm/stillframe-0"))
                : List.of(Path.of("/run/user/" + user + "/stillframe"), Path.of("/dev/shm/stillframe-" + user));
        MountTable mounts = MountTable.read();
        for (Path place : places) {
            Path parent = place.getRoot().resolve(place.subpath(0, place.getNameCount() - 1));
            if (Files.isWritable(parent)
                    && mounts.mountOf(SourcePath.of(parent.toString()))
                            .map(Mount::fileSystem)
                            .filter(IN_MEMORY::contains)
                            .isPresent()) {
                return place;
            }
        }
        throw new IOException("neither " + places.get(0).getParent() + " nor "
                + places.get(1).getParent() + " is a tmpfs that this user may write to");
    }

    /** Others may write to the parent: what is there must be a folder, and nobody else's. */
    private static void make(Path folder) throws IOException {
        FileAttribute<?> alone = PosixFilePermissions.asFileAttribute(OURS_ALONE);
        try {
            Files.createDirectory(folder, alone);
        } catch (FileAlreadyExistsException e) {
            Map<String, Object> found =
                    Files.readAttributes(folder, "unix:uid,isDirectory,permissions", LinkOption.NOFOLLOW_LINKS);
            boolean ours = Boolean.TRUE.equals(found.get("isDirectory"))
                    && Integer.valueOf(Privileges.effectiveUser()).equals(found.get("uid"))
                    && OURS_ALONE.equals(found.get("permissions"));
            if (!ours) {
                throw new IOException(folder + " is not a folder of this user alone", e);
            }
        }
    }
}
