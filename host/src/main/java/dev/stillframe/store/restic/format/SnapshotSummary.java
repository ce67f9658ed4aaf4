// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.time.Instant;

/**
 * How a backup went, in numbers. Written since restic 0.17; earlier ones ignore it.
 *
 * @param dataAdded bytes of new blobs, before compression
 * @param dataAddedPacked bytes of new blobs as they are stored
 * @param totalBytesProcessed bytes of all files, unchanged ones included
 */
public record SnapshotSummary(
        Instant backupStart,
        Instant backupEnd,
        long filesNew,
        long filesChanged,
        long filesUnmodified,
        long dirsNew,
        long dirsChanged,
        long dirsUnmodified,
        long dataBlobs,
        long treeBlobs,
        long dataAdded,
        long dataAddedPacked,
        long totalFilesProcessed,
        long totalBytesProcessed) {}
