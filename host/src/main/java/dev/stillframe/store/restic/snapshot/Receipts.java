// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.SourcePath;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.SnapshotSummary;
import dev.stillframe.store.restic.tree.TreeReading;
import dev.stillframe.tree.Destination.Published;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What backups say of themselves, read from below {@code /.stillframe}: three small blobs each. Any thread. */
final class Receipts {
    private static final long LARGEST = 256L << 20;

    private final Repository repository;
    private final TreeReading trees;

    Receipts(Repository repository, TreeReading trees) {
        this.repository = repository;
        this.trees = trees;
    }

    /** The backup that a snapshot is. */
    Published published(StoredSnapshot snapshot) throws IOException {
        byte[] receipt = file(snapshot, OwnFiles.RECEIPT)
                .orElseThrow(() -> RepositoryException.damaged(
                        "snapshot " + snapshot.id().brief() + " (backup "
                                + snapshot.label().id() + ")",
                        "it has no receipt",
                        null));
        long stored = snapshot.document()
                .summary()
                .map(SnapshotSummary::dataAddedPacked)
                .orElse(0L);
        return new Published(snapshot.label(), new String(receipt, StandardCharsets.UTF_8), stored);
    }

    /** A small file of a backup. */
    Optional<byte[]> file(StoredSnapshot snapshot, SourcePath path) throws IOException {
        Optional<NodeDocument> node = trees.find(snapshot.document().tree(), path);
        if (node.isEmpty() || node.get().content().isEmpty()) {
            return Optional.empty();
        }
        if (node.get().size() > LARGEST) {
            throw RepositoryException.damaged(
                    path.toString(), "it has " + node.get().size() + " bytes", null);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        List<BlobId> ids = node.get().content().get();
        for (BlobId id : ids) {
            whole.writeBytes(repository.load(BlobType.DATA, id));
        }
        return Optional.of(whole.toByteArray());
    }
}
