// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.change;

import dev.stillframe.api.SourcePath;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A snapshot that was kept for the next backup to be compared with, as it was when it was kept: what is found at its place
 * later is a base only if it is still that.
 *
 * @param job whose backup it was made for
 * @param backup that backup, in its destination; no other is what this shows
 * @param source the folder that it shows
 * @param place where it lies
 */
public record KeptBase(
        String job, String backup, SourcePath source, SourcePath place, Instant kept, Identity identity) {
    /** What proves that nobody changed it. */
    public sealed interface Identity {}

    /**
     * A read-only snapshot of a btrfs subvolume.
     *
     * @param uuid its own
     * @param parent the subvolume's that it shows
     * @param made the transaction that made it: one that was written to has a later one
     */
    public record Subvolume(UUID uuid, UUID parent, long made) implements Identity {}

    /**
     * A folder of clones.
     *
     * @param inode the folder's
     * @param files what it has, and in which state each clone was left
     */
    public record Clones(long inode, List<Base.File> files) implements Identity {
        public Clones {
            files = List.copyOf(files);
        }
    }
}
