// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;

/**
 * Gives entries their owner, mode, attributes and time, in this order: a change of owner clears the set-id bits and
 * capabilities, see chown(2), and every change moves the time of the last one only.
 */
final class Properties {
    private static final int SET_ID = 06000;

    private final RestoreNotes notes;

    Properties(RestoreNotes notes) {
        this.notes = notes;
    }

    /** A folder gets them when nothing is written into it any more. */
    void set(TargetProperties entry, SourcePath path, Metadata metadata) {
        boolean owned = owner(entry, path, metadata);
        if (metadata.kind() != Kind.SYMBOLIC_LINK) {
            permissions(entry, path, metadata, owned);
        }
        for (Attribute attribute : metadata.attributes()) {
            try {
                entry.attribute(attribute);
            } catch (TargetException e) {
                notes.without("extended attribute " + attribute.name(), path, e);
            }
        }
        try {
            entry.modified(metadata.modified());
        } catch (TargetException e) {
            notes.without("modification time", path, e);
        }
    }

    private boolean owner(TargetProperties entry, SourcePath path, Metadata metadata) {
        try {
            entry.owner(metadata.uid(), metadata.gid());
            return true;
        } catch (TargetException e) {
            notes.without("owner", path, e);
            return false;
        }
    }

    /** Set-id bits are for the owner that the source had: without that owner they stay off. */
    private void permissions(TargetProperties entry, SourcePath path, Metadata metadata, boolean owned) {
        int permissions = metadata.permissions();
        if (!owned && metadata.kind() != Kind.FOLDER && (permissions & SET_ID) != 0) {
            permissions &= ~SET_ID;
            notes.without("set-id bits, because the owner could not be set", path);
        }
        try {
            entry.permissions(permissions);
        } catch (TargetException e) {
            notes.without("permissions", path, e);
        }
    }
}
