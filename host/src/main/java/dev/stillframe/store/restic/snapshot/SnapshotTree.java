// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.store.restic.content.BlobContent;
import dev.stillframe.store.restic.content.BlobReads;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.tree.Nodes;
import dev.stillframe.store.restic.tree.TreeReading;
import dev.stillframe.store.restic.tree.TreeWalk;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.StoredTree;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The entries of a snapshot, ours or one that restic made. {@code /} itself is none of them: restic keeps no node for it.
 * A folder whose list of entries is damaged is {@link StoredTree.Item#incomplete incomplete}. Any thread.
 */
final class SnapshotTree implements StoredTree {
    private static final int KEPT_CONTENTS = 512;

    /** What the names of one file have in common. */
    private record FileIdentity(long device, long inode) {}

    private final BlobId root;
    private final TreeReading trees;
    private final BlobReads blobs;
    private final Closeable behind;
    private final Map<SourcePath, BlobContent> contents = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SourcePath, BlobContent> eldest) {
            return size() > KEPT_CONTENTS;
        }
    };

    /** @param behind what is closed with it, after the reading */
    SnapshotTree(BlobId root, TreeReading trees, BlobReads blobs, Closeable behind) {
        this.root = root;
        this.trees = trees;
        this.blobs = blobs;
        this.behind = behind;
    }

    @Override
    public Stream<Item> items() throws IOException {
        Map<FileIdentity, SourcePath> firsts = new HashMap<>();
        TreeWalk walk = new TreeWalk(trees, root);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED), false)
                .flatMap(step -> item(step, firsts).stream());
    }

    private static Optional<Item> item(TreeWalk.Step step, Map<FileIdentity, SourcePath> firsts) {
        NodeDocument node = step.node();
        return Nodes.metadata(node).map(metadata -> {
            boolean shared = metadata.kind() == Kind.FILE && metadata.links() > 1 && metadata.inode() != 0;
            SourcePath first = shared
                    ? firsts.computeIfAbsent(new FileIdentity(metadata.device(), metadata.inode()), id -> step.path())
                    : step.path();
            Optional<SourcePath> link = first.equals(step.path()) ? Optional.empty() : Optional.of(first);
            return new Item(
                    new Node(step.path(), metadata),
                    link,
                    step.damage().isPresent() || !node.error().isEmpty(),
                    link.isPresent() ? Optional.empty() : digest(node));
        });
    }

    /** The digest of a file that is one chunk is that chunk's name. */
    private static Optional<Sha256> digest(NodeDocument node) {
        return node.content()
                .filter(ids -> ids.size() == 1)
                .map(ids -> Sha256.of(ids.get(0).bytes()));
    }

    @Override
    public Optional<Item> item(SourcePath path) throws IOException {
        return trees.find(root, path)
                .flatMap(node -> item(new TreeWalk.Step(path, node, Optional.empty()), new HashMap<>()));
    }

    @Override
    public Content open(Item item) throws IOException {
        return content(item);
    }

    /** Kept for a while, because large files are read part by part, and their chunks are many. */
    private BlobContent content(Item item) throws IOException {
        SourcePath path = item.node().path();
        synchronized (contents) {
            BlobContent known = contents.get(path);
            if (known == null) {
                known = lookedUp(path);
                contents.put(path, known);
            }
            return known;
        }
    }

    private BlobContent lookedUp(SourcePath path) throws IOException {
        NodeDocument node = trees.find(root, path)
                .orElseThrow(() -> RepositoryException.damaged(path.toString(), "it is not in the backup", null));
        Metadata metadata = Nodes.metadata(node)
                .filter(m -> m.kind() == Kind.FILE)
                .orElseThrow(() -> new IOException(path + ": is not a regular file"));
        return BlobContent.of(blobs, path.toString(), node.content().orElse(List.of()), metadata.size());
    }

    @Override
    public boolean holds(Item item, Content bytes) throws IOException {
        return content(item).isSame(bytes);
    }

    @Override
    public void soon(List<Part> parts) {
        Set<BlobId> wanted = new LinkedHashSet<>();
        for (Part part : parts) {
            try {
                content(part.item()).chunks(part.offset(), part.length(), wanted);
            } catch (IOException ignored) {
                // whoever opens it is told
            }
        }
        blobs.soon(wanted);
    }

    @Override
    public void close() throws IOException {
        try (behind) {
            blobs.close();
        }
    }
}
