// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin.trust;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Who else may write. A jar is checked first and loaded then, so nobody may be able to change it in between but those who
 * could change the host, too. ACLs and the folders above are not looked at.
 */
public final class Permissions {
    private static final Path SELF = Path.of("/proc/self");

    private Permissions() {}

    /** Who else may change a file or what is in a folder, in words that follow its name; empty if nobody. */
    public static Optional<String> others(Path path) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        if (rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of("may be changed by others than its owner");
        }
        int owner = (int) Files.getAttribute(path, "unix:uid");
        boolean ours = owner == 0 || (Files.exists(SELF) && owner == (int) Files.getAttribute(SELF, "unix:uid"));
        return ours ? Optional.empty() : Optional.of("belongs to somebody else (user id " + owner + ")");
    }
}
