// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.snapshot.Metadata;
import java.time.Instant;

/** What tells one state of a file from another, without its bytes. */
public record FileVersion(long inode, long size, Instant modified, Instant changed) {
    public static FileVersion of(Metadata metadata) {
        return new FileVersion(metadata.inode(), metadata.size(), metadata.modified(), metadata.changed());
    }
}
