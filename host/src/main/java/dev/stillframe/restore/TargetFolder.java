// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.snapshot.Metadata;
import java.util.List;

/**
 * An open folder that is restored into. Every entry is named by one name in it and never followed if it is a link, and the
 * folder stays the one that was opened: nothing that others do to the tree can lead a write out of it. Any thread, but one
 * at a time for {@link #list}.
 */
interface TargetFolder extends AutoCloseable {
    /** Opens a folder in this one; {@link TargetException.Reason#NO_FOLDER} if it is a link or no folder. */
    TargetFolder folder(byte[] name) throws TargetException;

    /** Names, sorted as paths sort them. */
    List<byte[]> list() throws TargetException;

    /** The folder's own. */
    TargetStatus status() throws TargetException;

    TargetStatus status(byte[] name) throws TargetException;

    /** Opens a regular file for reading. */
    PresentFile file(byte[] name) throws TargetException;

    /** Makes a file that did not exist, for this user alone, and opens it. */
    TargetFile create(byte[] name) throws TargetException;

    /** The same for a file that will have these properties: some can only be given before it is written. */
    default TargetFile create(byte[] name, Metadata metadata) throws TargetException {
        return create(name);
    }

    /** Makes a folder that did not exist, for this user alone. */
    void makeFolder(byte[] name) throws TargetException;

    /** @param metadata with the target, which is not looked at */
    void makeSymbolicLink(byte[] name, Metadata metadata) throws TargetException;

    /** Makes a device, FIFO or socket. */
    void makeNode(byte[] name, Metadata metadata) throws TargetException;

    /** Gives an entry of an open folder of the same system another name in this one. */
    void makeHardLink(byte[] name, TargetFolder existingFolder, byte[] existing) throws TargetException;

    /** In one step; replaces what is there, unless it is a folder. Of two names of one file both may stay. */
    void rename(byte[] name, byte[] newName) throws TargetException;

    /** Removes an entry that is not a folder. */
    void remove(byte[] name) throws TargetException;

    /** The folder's own. */
    TargetProperties properties();

    /** Those of an entry, or of the link itself. */
    TargetProperties properties(byte[] name);

    /** Makes the folder's entries durable. */
    void sync() throws TargetException;

    /** Makes everything on the folder's filesystem durable. */
    void syncFilesystem() throws TargetException;

    @Override
    void close();
}
