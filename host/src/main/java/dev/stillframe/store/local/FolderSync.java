// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;

/** Makes the names in a folder durable, see fsync(2). Windows opens no folder so, and journals their names by itself. */
final class FolderSync {
    /** EINVAL, ENOTSUP: some network filesystems cannot do it for folders, and are durable by their server's rules. */
    private static final Set<String> CANNOT = Set.of("Invalid argument", "Operation not supported");

    private FolderSync() {}

    static void sync(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        } catch (IOException e) {
            if (!CANNOT.contains(e.getMessage())) {
                throw e;
            }
        }
    }
}
