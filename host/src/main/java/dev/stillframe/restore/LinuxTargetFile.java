// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import static dev.stillframe.restore.LinuxTargetFolder.act;
import static dev.stillframe.restore.LinuxTargetFolder.translated;

import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.platform.linux.NewFile;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A new file of this Linux system. */
record LinuxTargetFile(NewFile file) implements TargetFile, TargetProperties {
    @Override
    public TargetStatus status() throws TargetException {
        return LinuxTargetFolder.told(translated(file::status));
    }

    @Override
    public void write(ByteBuffer buffer, long at) throws TargetException {
        act(() -> file.write(buffer, at));
    }

    @Override
    public void setSize(long size) throws TargetException {
        act(() -> file.setSize(size));
    }

    @Override
    public TargetProperties properties() {
        return this;
    }

    @Override
    public void owner(int uid, int gid) throws TargetException {
        act(() -> file.setOwner(uid, gid));
    }

    @Override
    public void permissions(int permissions) throws TargetException {
        act(() -> file.setPermissions(permissions));
    }

    @Override
    public void attribute(Attribute attribute) throws TargetException {
        act(() -> file.setAttribute(attribute));
    }

    @Override
    public void modified(Instant time) throws TargetException {
        act(() -> file.setModified(time));
    }

    /** The whole filesystem is synced at the end. */
    @Override
    public void finish() {}

    @Override
    public void sync() throws TargetException {
        act(file::sync);
    }

    @Override
    public void close() {
        file.close();
    }
}
