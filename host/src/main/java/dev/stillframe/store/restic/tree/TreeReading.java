// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.tree;

import dev.stillframe.api.SourcePath;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.TreeDocument;
import dev.stillframe.store.restic.format.TreeJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads trees and keeps those that were asked for last, up to a number of entries, but as many trees as a path usually has
 * names: the way to a large folder must not push it out. Any thread.
 */
public final class TreeReading {
    private static final int WAY = 24;

    private final Repository repository;
    private final int budget;
    private final Map<BlobId, TreeDocument> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long entries;

    /**
     * Reads nothing yet.
     *
     * @param budget how many entries are kept
     */
    public TreeReading(Repository repository, int budget) {
        this.repository = repository;
        this.budget = budget;
    }

    public TreeDocument tree(BlobId id) throws IOException {
        synchronized (this) {
            TreeDocument known = kept.get(id);
            if (known != null) {
                return known;
            }
        }
        TreeDocument tree = TreeJson.read(repository.load(BlobType.TREE, id), id);
        synchronized (this) {
            if (kept.put(id, tree) == null) {
                entries += tree.nodes().size();
            }
            Iterator<TreeDocument> oldest = kept.values().iterator();
            while (entries > budget && kept.size() > WAY) {
                entries -= oldest.next().nodes().size();
                oldest.remove();
            }
        }
        return tree;
    }

    /** The node at a path below a tree; empty if there is none. {@code /} has no node. */
    public Optional<NodeDocument> find(BlobId root, SourcePath path) throws IOException {
        Optional<NodeDocument> node = Optional.empty();
        Optional<BlobId> tree = Optional.of(root);
        for (byte[] name : path.names()) {
            if (tree.isEmpty()) {
                return Optional.empty();
            }
            node = node(tree.get(), name);
            tree = node.flatMap(NodeDocument::subtree);
        }
        return node;
    }

    private Optional<NodeDocument> node(BlobId tree, byte[] name) throws IOException {
        List<NodeDocument> nodes = tree(tree).nodes();
        int low = 0;
        int high = nodes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(nodes.get(middle).name(), name);
            if (order == 0) {
                return Optional.of(nodes.get(middle));
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        return Optional.empty();
    }
}
