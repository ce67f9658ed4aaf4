// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;

/** Metadata that says what was read, where the file moved on since it was found. */
final class Restamped {
    private Restamped() {}

    /** @param size of what was read */
    static Metadata of(Metadata found, Stamp stamp, long size) {
        return new Metadata(
                found.kind(),
                found.permissions(),
                found.uid(),
                found.gid(),
                size,
                stamp.modified(),
                stamp.changed(),
                found.device(),
                found.inode(),
                found.links(),
                found.special(),
                found.linkTarget(),
                found.attributes());
    }
}
