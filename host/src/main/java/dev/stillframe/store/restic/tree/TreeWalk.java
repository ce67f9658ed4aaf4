// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.tree;

import dev.stillframe.api.SourcePath;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.TreeDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Goes through all nodes below a tree in the order of their paths. A name that no entry can have is an {@link
 * UncheckedIOException}. One thread.
 */
public final class TreeWalk implements Iterator<TreeWalk.Step> {
    private static final int DEEPEST = 4096; // twice what a path can have: only a forged tree goes on for ever

    /**
     * A node and where it is.
     *
     * @param damage why what lies in it cannot be read: a damaged folder costs what is in it and nothing else
     */
    public record Step(SourcePath path, NodeDocument node, Optional<IOException> damage) {}

    private record Level(SourcePath path, Iterator<NodeDocument> nodes) {}

    private final TreeReading reading;
    private final Deque<Level> levels = new ArrayDeque<>();

    public TreeWalk(TreeReading reading, BlobId root) throws IOException {
        this.reading = reading;
        levels.push(new Level(SourcePath.root(), reading.tree(root).nodes().iterator()));
    }

    @Override
    public boolean hasNext() {
        while (!levels.isEmpty() && !levels.getFirst().nodes().hasNext()) {
            levels.pop();
        }
        return !levels.isEmpty();
    }

    @Override
    public Step next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Level level = levels.getFirst();
        NodeDocument node = level.nodes().next();
        SourcePath path = child(level.path(), node);
        if (node.subtree().isEmpty()) {
            return new Step(path, node, Optional.empty());
        }
        try {
            if (levels.size() > DEEPEST) {
                throw RepositoryException.damaged("folder " + path, "it lies too deep", null);
            }
            TreeDocument tree = reading.tree(node.subtree().get());
            levels.push(new Level(path, tree.nodes().iterator()));
            return new Step(path, node, Optional.empty());
        } catch (IOException e) {
            return new Step(path, node, Optional.of(e));
        }
    }

    private static SourcePath child(SourcePath folder, NodeDocument node) {
        try {
            return folder.child(node.name());
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(
                    RepositoryException.damaged("folder " + folder, String.valueOf(e.getMessage()), e));
        }
    }
}
