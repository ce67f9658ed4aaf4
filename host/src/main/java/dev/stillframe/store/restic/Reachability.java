// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.NodeType;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.TreeDocument;
import dev.stillframe.store.restic.index.Index;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which blobs snapshots need: walks their trees, each once, whoever shares it. A bit a blob. One thread.
 */
public final class Reachability {
    private final Repository repository;
    private final Index index;
    private final Broken broken;
    private final Map<BlobType, BitSet> reached = new EnumMap<>(BlobType.class);
    private final Deque<Folder> folders = new ArrayDeque<>();

    private record Folder(BlobId tree, String path) {}

    /** Is told what cannot be followed. */
    @FunctionalInterface
    public interface Broken {
        /** Throw the error if that is of no use; else the walk goes on. */
        void at(RepositoryException error) throws IOException;
    }

    public Reachability(Repository repository, Broken broken) {
        this.repository = repository;
        this.index = repository.index();
        this.broken = broken;
        for (BlobType type : BlobType.values()) {
            reached.put(type, new BitSet(index.count(type)));
        }
    }

    /** Follows a snapshot's tree. */
    public void follow(BlobId tree, String snapshot) throws IOException {
        enter(tree, snapshot + ":");
        while (!folders.isEmpty()) {
            Folder folder = folders.pop();
            try {
                TreeDocument document = repository.loadTree(folder.tree());
                for (NodeDocument node : document.nodes()) {
                    follow(node, folder.path());
                }
            } catch (RepositoryException e) {
                broken.at(e);
            }
        }
    }

    /** By the blobs' rows in the index. */
    public BitSet reached(BlobType type) {
        BitSet rows = reached.get(type);
        if (rows == null) {
            throw new IllegalStateException("every type has its rows");
        }
        return rows;
    }

    private void follow(NodeDocument node, String folder) throws IOException {
        String path = folder + "/" + new String(node.name(), StandardCharsets.UTF_8);
        if (node.type() == NodeType.DIRECTORY && node.subtree().isEmpty()) {
            broken.at(RepositoryException.damaged(path, "a folder without a tree", null));
        }
        if (node.subtree().isPresent()) {
            enter(node.subtree().get(), path);
        }
        if (node.content().isPresent()) {
            for (BlobId blob : node.content().get()) {
                int row = index.row(BlobType.DATA, blob);
                if (row == Index.NONE) {
                    broken.at(missing(BlobType.DATA, blob, path));
                } else {
                    reached(BlobType.DATA).set(row);
                }
            }
        }
    }

    private void enter(BlobId tree, String path) throws IOException {
        int row = index.row(BlobType.TREE, tree);
        if (row == Index.NONE) {
            broken.at(missing(BlobType.TREE, tree, path));
        } else if (!reached(BlobType.TREE).get(row)) {
            reached(BlobType.TREE).set(row);
            folders.push(new Folder(tree, path));
        }
    }

    private static RepositoryException missing(BlobType type, BlobId blob, String path) {
        return RepositoryException.damaged(path, type.label() + " blob " + blob + " is in no index", null);
    }
}
