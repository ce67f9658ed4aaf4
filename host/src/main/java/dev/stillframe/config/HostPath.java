// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import dev.stillframe.platform.OperatingSystem;
import java.nio.file.Path;

/**
 * Paths as a configuration writes them, on every system with slashes: on Windows {@code /C/a} is {@code C:\a}, and {@code
 * /UNC/server/share/a} is {@code \\server\share\a}.
 */
public final class HostPath {
    private HostPath() {}

    /**
     * The file that is meant.
     *
     * @throws java.nio.file.InvalidPathException if no file of this system can have that name
     */
    public static Path of(String written) {
        return Path.of(OperatingSystem.isWindows() ? windows(written) : written);
    }

    static String windows(String written) {
        String path = written.replace('/', '\\');
        if (path.startsWith("\\UNC\\")) {
            return "\\" + path.substring("\\UNC".length());
        }
        boolean drive = path.matches("\\\\[A-Za-z](\\\\.*)?");
        return drive ? path.charAt(1) + ":" + (path.length() > 2 ? path.substring(2) : "\\") : path;
    }
}
