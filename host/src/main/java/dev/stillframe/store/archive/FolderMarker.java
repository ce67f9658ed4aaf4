// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file that says that a folder is meant for archives. Without it nothing is written: when the disk is not mounted,
 * the folder below its mount point is empty, and backups would fill the wrong disk.
 */
final class FolderMarker {
    static final String NAME = "stillframe.json";

    private static final int VERSION = 1;
    private static final int MAX = 1 << 16;

    private FolderMarker() {}

    /** Makes the folder and its marker, or checks what is there. */
    static void init(Path folder) throws StillframeException, IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, OwnerOnly.folder(folder));
        }
        Path marker = folder.resolve(NAME);
        if (Files.exists(marker)) {
            check(folder);
            return;
        }
        if (!isEmpty(folder)) {
            throw new StillframeException(
                    "store.foreign",
                    folder + ": is not empty and not an archive folder",
                    Retry.DOES_NOT_HELP,
                    "choose an empty folder");
        }
        ObjectNode json = Json.object().put("stillframe", "archive folder").put("version", VERSION);
        Path partial = folder.resolve("." + NAME + ".partial");
        Files.deleteIfExists(partial);
        try (ArchiveFile file = new ArchiveFile(partial)) {
            file.write(Json.line(json));
            file.sync();
        }
        Files.move(partial, marker);
        DraftFiles.syncFolder(folder);
    }

    /** @throws StillframeException if it is not a folder that {@link #init} made, or one of a later version */
    static void check(Path folder) throws StillframeException, IOException {
        Path marker = folder.resolve(NAME);
        if (!Files.isDirectory(folder)) {
            throw new StillframeException(
                    "store.missing",
                    folder + ": is not a folder",
                    Retry.DOES_NOT_HELP,
                    "is its disk mounted? \"stillframe init\" makes a new one");
        }
        if (!Files.exists(marker)) {
            throw new StillframeException(
                    "store.not-initialised",
                    folder + ": is not an archive folder",
                    Retry.DOES_NOT_HELP,
                    "is its disk mounted? \"stillframe init\" makes it one");
        }
        try {
            if (Files.size(marker) > MAX) {
                throw new IllegalArgumentException("it is too long");
            }
            long version = Json.number(Json.parse(Files.readAllBytes(marker)), "version");
            if (version != VERSION) {
                throw new IllegalArgumentException("it has version " + version + ", and this program knows " + VERSION);
            }
        } catch (IllegalArgumentException e) {
            throw new StillframeException(
                    "store.foreign",
                    marker + ": " + e.getMessage(),
                    Retry.DOES_NOT_HELP,
                    "use the program that made the folder",
                    e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.equals("lost+found") && !name.equals("." + NAME + ".partial")) {
                    return false;
                }
            }
            return true;
        }
    }
}
