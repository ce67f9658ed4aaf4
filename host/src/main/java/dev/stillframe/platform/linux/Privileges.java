// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may do, see capabilities(7). */
public final class Privileges {
    private static final int CAP_SYS_ADMIN = 21;

    private Privileges() {}

    /** The effective user id; 0 is root. */
    public static int effectiveUser() {
        return LibC.geteuid();
    }

    /** Whether the process may administer filesystems: mount, freeze, make and remove snapshots. */
    public static boolean administersFilesystems() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("CapEff:")) {
                    return (Long.parseUnsignedLong(line.substring(7).strip(), 16) >>> CAP_SYS_ADMIN & 1) != 0;
                }
            }
        } catch (IOException e) {
            return effectiveUser() == 0; // no /proc: the best guess left
        }
        return effectiveUser() == 0;
    }
}
