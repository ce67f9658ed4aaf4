// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Node;
import java.time.Instant;
import java.util.List;

/** What a backup says of itself, as files of its own below {@code /.stillframe}. */
final class OwnFiles {
    static final SourcePath FOLDER = SourcePath.of("/.stillframe");
    static final SourcePath RECEIPT = FOLDER.resolve("receipt.json");
    static final SourcePath CHUNKS = FOLDER.resolve("chunks.json");

    private static final int PRIVATE_FILE = 0600;
    private static final int PRIVATE_FOLDER = 0700;

    private OwnFiles() {}

    static Node folder(Instant time) {
        return node(FOLDER, Metadata.Kind.FOLDER, PRIVATE_FOLDER, 0, time);
    }

    static Node file(SourcePath path, int size, Instant time) {
        return node(path, Metadata.Kind.FILE, PRIVATE_FILE, size, time);
    }

    private static Node node(SourcePath path, Metadata.Kind kind, int permissions, long size, Instant time) {
        return new Node(
                path, new Metadata(kind, permissions, 0, 0, size, time, time, 0, 0, 1, 0, new byte[0], List.of()));
    }
}
