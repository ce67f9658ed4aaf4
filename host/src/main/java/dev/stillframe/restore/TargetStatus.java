// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.snapshot.Metadata.Kind;
import java.time.Instant;

/**
 * What a restore asks about an entry that is there.
 *
 * @param size in bytes
 * @param device together with the inode it says which entry it is
 */
record TargetStatus(Kind kind, long size, Instant modified, long device, long inode) {
    boolean sameFile(long otherDevice, long otherInode) {
        return device == otherDevice && inode == otherInode;
    }
}
