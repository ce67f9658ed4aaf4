// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import static dev.stillframe.restore.WindowsTargetFolder.act;

import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.platform.windows.WindowsFolder;
import dev.stillframe.platform.windows.WindowsHandle;
import dev.stillframe.restore.TargetException.Reason;
import java.io.IOException;
import java.time.Instant;

/** Properties on Windows: what another system kept of a file's owner and rights means nothing here, and is told. */
record WindowsProperties(Entry entry, Object what) implements TargetProperties {
    /** Something that is changed through an open handle. */
    interface Entry {
        void change(Change change) throws IOException;
    }

    /** What is done with the handle. */
    interface Change {
        void on(WindowsHandle handle) throws IOException;
    }

    /** On Windows the owner is a part of {@code windows.security}. */
    @Override
    public void owner(int uid, int gid) throws TargetException {
        if (uid != 0 || gid != 0) {
            throw foreign("owner");
        }
    }

    /** What a backup of Windows has, because access lists are a part of {@code windows.security}, and all others. */
    @Override
    public void permissions(int permissions) throws TargetException {
        if (permissions != 0600 && permissions != 0700) {
            throw foreign("mode");
        }
    }

    private TargetException foreign(String property) {
        return new TargetException(
                Reason.OTHER, "another system's, which Windows does not know", "set " + property, what.toString());
    }

    @Override
    public void attribute(Attribute attribute) throws TargetException {
        act(what, () -> entry.change(handle -> WindowsFolder.setAttribute(handle, attribute)));
    }

    @Override
    public void modified(Instant time) throws TargetException {
        act(what, () -> entry.change(handle -> WindowsFolder.setModified(handle, time)));
    }
}
