// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder below the target, opened name by name without following links. */
record OpenedPath(TargetFolder folder, boolean owned) implements AutoCloseable {
    static OpenedPath open(TargetFolder target, SourcePath path) throws TargetException {
        List<byte[]> names = path.names();
        @Nullable TargetFolder opened = null;
        for (byte[] name : names) {
            TargetFolder parent = opened == null ? target : opened;
            try {
                TargetFolder child = parent.folder(name);
                closeIfOpened(opened);
                opened = child;
            } catch (TargetException e) {
                closeIfOpened(opened);
                throw e;
            }
        }
        return opened == null ? new OpenedPath(target, false) : new OpenedPath(opened, true);
    }

    private static void closeIfOpened(@Nullable TargetFolder handle) {
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
