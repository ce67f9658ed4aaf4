// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.SourcePath;
import java.io.File;
import java.nio.file.Path;

/**
 * Paths of the contract as files of this system, and back. On Windows {@code /C/a} is {@code C:\a}, and {@code
 * /UNC/server/share/a} is {@code \\server\share\a}.
 */
final class LocalPath {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private LocalPath() {}

    static Path file(String contract) {
        return Path.of(WINDOWS ? windows(contract) : contract);
    }

    static SourcePath contract(Path file) {
        return SourcePath.of(WINDOWS ? contract(file.toString()) : file.toString());
    }

    static String windows(String contract) {
        String path = contract.replace('/', '\\');
        if (path.startsWith("\\UNC\\")) {
            return "\\" + path.substring("\\UNC".length());
        }
        boolean drive = path.matches("\\\\[A-Za-z](\\\\.*)?");
        return drive ? path.charAt(1) + ":" + (path.length() > 2 ? path.substring(2) : "\\") : path;
    }

    static String contract(String windows) {
        String path = windows.replace('\\', '/');
        return path.startsWith("//") ? "/UNC" + path.substring(1) : "/" + path.replaceFirst(":", "");
    }
}
