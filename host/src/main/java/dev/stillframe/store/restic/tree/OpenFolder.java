// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.tree;

import dev.stillframe.api.SourcePath;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.TreeDocument;
import dev.stillframe.tree.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A folder to which entries can still come, in the order of their names. One thread. */
final class OpenFolder {
    /** An entry. */
    sealed interface Slot {
        /** What it will be as a node. */
        CompletableFuture<NodeDocument> document();

        /** Anything but a folder. */
        record Leaf(CompletableFuture<NodeDocument> document) implements Slot {}

        /** A folder whose tree is being written, or was. */
        record Closed(Node node, CompletableFuture<BlobId> tree) implements Slot {
            @Override
            public CompletableFuture<NodeDocument> document() {
                return tree.thenApply(id -> Nodes.folder(node, id));
            }
        }
    }

    private final SourcePath path;
    private final TreeMap<byte[], Slot> slots = new TreeMap<>(Arrays::compareUnsigned);
    private @Nullable Node node;

    OpenFolder(SourcePath path, @Nullable Node node) {
        this.path = path;
        this.node = node;
    }

    SourcePath path() {
        return path;
    }

    Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    /** The folder itself was put again. */
    void become(Node again) {
        node = again;
    }

    void put(byte[] name, Slot slot) {
        slots.put(name, slot);
    }

    Optional<Slot> slot(byte[] name) {
        return Optional.ofNullable(slots.get(name));
    }

    /** Its tree, when all entries are known. */
    CompletableFuture<TreeDocument> tree() {
        List<CompletableFuture<NodeDocument>> documents =
                slots.values().stream().map(Slot::document).toList();
        return CompletableFuture.allOf(documents.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> new TreeDocument(
                        documents.stream().map(CompletableFuture::join).toList()));
    }
}
