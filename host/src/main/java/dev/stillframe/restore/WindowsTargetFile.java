// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import static dev.stillframe.restore.WindowsTargetFolder.act;
import static dev.stillframe.restore.WindowsTargetFolder.translated;

import dev.stillframe.platform.windows.WindowsHandle;
import java.nio.ByteBuffer;

/** A new file of this Windows. */
record WindowsTargetFile(WindowsHandle file) implements TargetFile {
    @Override
    public TargetStatus status() throws TargetException {
        return translated(file, () -> WindowsTargetFolder.told(file.status()));
    }

    @Override
    public void write(ByteBuffer buffer, long at) throws TargetException {
        act(file, () -> file.write(buffer, at));
    }

    @Override
    public void setSize(long size) throws TargetException {
        act(file, () -> file.setSize(size));
    }

    @Override
    public TargetProperties properties() {
        return new WindowsProperties(change -> change.on(file), file);
    }

    /** Only administrators may flush a volume. */
    @Override
    public void finish() throws TargetException {
        sync();
    }

    @Override
    public void sync() throws TargetException {
        act(file, file::sync);
    }

    @Override
    public void close() {
        file.close();
    }
}
