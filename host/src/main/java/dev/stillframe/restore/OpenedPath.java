// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder below the target, opened name by name without following links. */
record OpenedPath(DirectoryHandle folder, boolean owned) implements AutoCloseable {
    static OpenedPath open(DirectoryHandle target, SourcePath path) throws LinuxException {
        List<byte[]> names = path.names();
        @Nullable DirectoryHandle opened = null;
        for (byte[] name : names) {
            DirectoryHandle parent = opened == null ? target : opened;
            try {
                DirectoryHandle child = parent.folder(name);
                closeIfOpened(opened);
                opened = child;
            } catch (LinuxException e) {
                closeIfOpened(opened);
                throw e;
            }
        }
        return opened == null ? new OpenedPath(target, false) : new OpenedPath(opened, true);
    }

    private static void closeIfOpened(@Nullable DirectoryHandle handle) {
        if (handle != null) {
            handle.close();
        }
    }

    @Override
    public void close() {
        if (owned) {
            folder.close();
        }
    }
}
