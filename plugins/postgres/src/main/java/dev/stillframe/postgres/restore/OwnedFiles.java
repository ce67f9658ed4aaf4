// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.restore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Makes files and folders that belong to whom the data directory belongs to. Nothing is ever written through a symbolic
 * link, which could lead out of the target: a file is replaced by a new one.
 */
final class OwnedFiles {
    private final Path data;

    OwnedFiles(Path data) {
        this.data = data;
    }

    /** Makes a folder if there is none. */
    boolean folder(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(data)));
        own(folder);
        return true;
    }

    /** Puts a link in place of what is there. */
    void link(Path link, Path to) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, to);
        own(link);
    }

    /** Replaces the content of a file, or makes it. Each character is one byte. */
    void write(Path file, List<String> lines) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".stillframe");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(draft, String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
            own(draft, file);
        } else {
            own(draft, data);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void own(Path file) throws IOException {
        own(file, data);
    }

    private static void own(Path file, Path like) throws IOException {
        for (String id : List.of("unix:uid", "unix:gid")) {
            Object wanted = Files.getAttribute(like, id);
            if (!wanted.equals(Files.getAttribute(file, id, LinkOption.NOFOLLOW_LINKS))) {
                Files.setAttribute(file, id, wanted, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
