// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.watch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The open files and sockets of this process, from {@code /proc/self/fd} (see proc(5)). */
public final class Descriptors {
    private static final Path FOLDER = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** Whether the system can tell. */
    public static boolean known() {
        return Files.isDirectory(FOLDER);
    }

    /** Each with its number and what it leads to, as in {@code 12 -> socket:[4711]}. Jars are left out: classes come late. */
    public static Set<String> open() throws IOException {
        Set<String> open = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(FOLDER)) {
            for (Path entry : entries) {
                String target = target(entry);
                if (!target.isEmpty()
                        && !target.endsWith(".jar")
                        && !target.startsWith("/proc/")
                        && !target.endsWith("/lib/modules")) {
                    open.add(entry.getFileName() + " -> " + target);
                }
            }
        }
        return open;
    }

    private static String target(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
