// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A backup: a tree of files and what is known of it.
 *
 * @param parent the snapshot that this one was compared with
 * @param tree the tree of the folder {@code /}
 * @param paths what was asked for, absolute; restic groups snapshots by them
 * @param original the snapshot that this one is a changed version of
 * @param programVersion who wrote it; empty if it does not say
 */
public record SnapshotDocument(
        Instant time,
        Optional<FileId> parent,
        BlobId tree,
        List<String> paths,
        String hostname,
        String username,
        long uid,
        long gid,
        List<String> excludes,
        List<String> tags,
        Optional<FileId> original,
        String programVersion,
        Optional<SnapshotSummary> summary) {
    public SnapshotDocument {
        paths = List.copyOf(paths);
        excludes = List.copyOf(excludes);
        tags = List.copyOf(tags);
    }
}
