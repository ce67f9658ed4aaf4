// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.NewFile;
import java.time.Instant;

/**
 * Gives entries their owner, mode, attributes and time, in this order: a change of owner clears the set-id bits and
 * capabilities, see chown(2), and every change moves the time of the last one only.
 */
final class Properties {
    private static final int SET_ID = 06000;

    /** Something whose properties can be set. */
    private interface Settable {
        void owner(int uid, int gid) throws LinuxException;

        void permissions(int permissions) throws LinuxException;

        void attribute(Attribute attribute) throws LinuxException;

        void modified(Instant time) throws LinuxException;
    }

    private final RestoreNotes notes;

    Properties(RestoreNotes notes) {
        this.notes = notes;
    }

    /** Of an open file. */
    void set(NewFile file, SourcePath path, Metadata metadata) {
        set(
                new Settable() {
                    @Override
                    public void owner(int uid, int gid) throws LinuxException {
                        file.setOwner(uid, gid);
                    }

                    @Override
                    public void permissions(int permissions) throws LinuxException {
                        file.setPermissions(permissions);
                    }

                    @Override
                    public void attribute(Attribute attribute) throws LinuxException {
                        file.setAttribute(attribute);
                    }

                    @Override
                    public void modified(Instant time) throws LinuxException {
                        file.setModified(time);
                    }
                },
                path,
                metadata);
    }

    /** Of an open folder; when nothing is written into it any more. */
    void set(DirectoryHandle folder, SourcePath path, Metadata metadata) {
        set(
                new Settable() {
                    @Override
                    public void owner(int uid, int gid) throws LinuxException {
                        folder.setOwner(uid, gid);
                    }

                    @Override
                    public void permissions(int permissions) throws LinuxException {
                        folder.setPermissions(permissions);
                    }

                    @Override
                    public void attribute(Attribute attribute) throws LinuxException {
                        folder.setAttribute(attribute);
                    }

                    @Override
                    public void modified(Instant time) throws LinuxException {
                        folder.setModified(time);
                    }
                },
                path,
                metadata);
    }

    /** Of an entry by its name, which is not followed if it is a link. */
    void set(DirectoryHandle folder, byte[] name, SourcePath path, Metadata metadata) {
        set(
                new Settable() {
                    @Override
                    public void owner(int uid, int gid) throws LinuxException {
                        folder.setOwner(name, uid, gid);
                    }

                    @Override
                    public void permissions(int permissions) throws LinuxException {
                        folder.setPermissions(name, permissions);
                    }

                    @Override
                    public void attribute(Attribute attribute) throws LinuxException {
                        folder.setAttribute(name, attribute);
                    }

                    @Override
                    public void modified(Instant time) throws LinuxException {
                        folder.setModified(name, time);
                    }
                },
                path,
                metadata);
    }

    private void set(Settable entry, SourcePath path, Metadata metadata) {
        boolean owned = owner(entry, path, metadata);
        if (metadata.kind() != Kind.SYMBOLIC_LINK) {
            permissions(entry, path, metadata, owned);
        }
        for (Attribute attribute : metadata.attributes()) {
            try {
                entry.attribute(attribute);
            } catch (LinuxException e) {
                notes.without("extended attribute " + attribute.name(), path, e);
            }
        }
        try {
            entry.modified(metadata.modified());
        } catch (LinuxException e) {
            notes.without("modification time", path, e);
        }
    }

    private boolean owner(Settable entry, SourcePath path, Metadata metadata) {
        try {
            entry.owner(metadata.uid(), metadata.gid());
            return true;
        } catch (LinuxException e) {
            notes.without("owner", path, e);
            return false;
        }
    }

    /** Set-id bits are for the owner that the source had: without that owner they stay off. */
    private void permissions(Settable entry, SourcePath path, Metadata metadata, boolean owned) {
        int permissions = metadata.permissions();
        if (!owned && metadata.kind() != Kind.FOLDER && (permissions & SET_ID) != 0) {
            permissions &= ~SET_ID;
            notes.without("set-id bits, because the owner could not be set", path);
        }
        try {
            entry.permissions(permissions);
        } catch (LinuxException e) {
            notes.without("permissions", path, e);
        }
    }
}
