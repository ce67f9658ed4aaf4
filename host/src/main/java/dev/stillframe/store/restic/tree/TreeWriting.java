// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.tree;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.store.restic.BlobWriter;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.NodeType;
import dev.stillframe.store.restic.format.TreeDocument;
import dev.stillframe.store.restic.format.TreeJson;
import dev.stillframe.store.restic.tree.OpenFolder.Slot;
import dev.stillframe.tree.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes the trees of a backup from the bottom up, while entries come in the order of their paths: a folder that is left
 * behind is written as soon as all its entries are known, so that only the folders on the way to the last entry are in
 * memory. An entry that comes out of order opens its folder again. One thread.
 */
public final class TreeWriting {
    private static final int USUAL_FOLDER = 0755;

    private final BlobWriter writer;
    private final TreeReading reading;
    private final Executor pool;
    private final Volumes volumes = new Volumes();
    private final Deque<OpenFolder> way = new ArrayDeque<>(); // the deepest first; the root is never closed
    private final LongAdder trees = new LongAdder();

    /** @param pool where trees are written */
    public TreeWriting(BlobWriter writer, TreeReading reading, Executor pool) {
        this.writer = writer;
        this.reading = reading;
        this.pool = pool;
        way.push(new OpenFolder(SourcePath.root(), null));
    }

    /** The number that stands for an entry's volume. */
    public long volume(Node node) {
        return volumes.of(node.metadata().device(), node.path());
    }

    /** An entry that is no folder; it is known sooner or later. */
    public void put(SourcePath path, CompletableFuture<NodeDocument> document) throws IOException {
        OpenFolder folder = enter(path.parent().orElseThrow());
        folder.put(path.name(), new Slot.Leaf(document));
    }

    /** A folder. What it has already it keeps. */
    public void folder(Node node) throws IOException {
        enter(node.path()).become(node);
    }

    /**
     * Writes what is not written yet; more may come afterwards.
     *
     * @return the tree of {@code /}, after everything below it
     */
    public CompletableFuture<BlobId> root() {
        while (way.size() > 1) {
            leave();
        }
        return write(way.getFirst());
    }

    /** How many trees were written. */
    public long trees() {
        return trees.sum();
    }

    private OpenFolder enter(SourcePath folder) throws IOException {
        while (!folder.startsWith(way.getFirst().path())) {
            leave();
        }
        List<byte[]> names = folder.names();
        for (byte[] name : names.subList(way.getFirst().path().names().size(), names.size())) {
            open(way.getFirst(), name);
        }
        return way.getFirst();
    }

    private void open(OpenFolder parent, byte[] name) throws IOException {
        SourcePath path = parent.path().child(name);
        Optional<Slot> there = parent.slot(name);
        if (there.isPresent() && there.get() instanceof Slot.Closed closed) {
            way.push(again(path, closed));
        } else {
            way.push(new OpenFolder(path, null));
        }
    }

    /** A folder whose tree is written, as it was before it was left. */
    private OpenFolder again(SourcePath path, Slot.Closed closed) throws IOException {
        BlobId tree = joined(closed.tree());
        writer.flush(); // what is in no pack yet cannot be read
        OpenFolder folder = new OpenFolder(path, closed.node());
        for (NodeDocument node : reading.tree(tree).nodes()) {
            folder.put(node.name(), slot(path, node));
        }
        return folder;
    }

    private static Slot slot(SourcePath folder, NodeDocument node) {
        Optional<Metadata> metadata = Nodes.metadata(node);
        if (node.type() == NodeType.DIRECTORY && node.subtree().isPresent() && metadata.isPresent()) {
            Node own = new Node(folder.child(node.name()), metadata.get());
            return new Slot.Closed(
                    own, CompletableFuture.completedFuture(node.subtree().get()));
        }
        return new Slot.Leaf(CompletableFuture.completedFuture(node));
    }

    private void leave() {
        OpenFolder folder = way.pop();
        Node node = folder.node().orElseGet(() -> unknown(folder.path()));
        way.getFirst().put(folder.path().name(), new Slot.Closed(node, write(folder)));
    }

    private CompletableFuture<BlobId> write(OpenFolder folder) {
        return folder.tree().thenApplyAsync(this::save, pool);
    }

    private BlobId save(TreeDocument tree) {
        try {
            trees.increment();
            return writer.save(BlobType.TREE, TreeJson.write(tree)).id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for what is being written. */
    public static <T> T joined(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UncheckedIOException io && io.getCause() != null) {
                throw io.getCause();
            }
            throw cause instanceof IOException io
                    ? io
                    : new IOException("a tree could not be written: " + cause, cause);
        }
    }

    /** A folder that nobody has put, although something lies in it. */
    private static Node unknown(SourcePath path) {
        Instant epoch = Instant.EPOCH;
        return new Node(
                path,
                new Metadata(
                        Metadata.Kind.FOLDER, USUAL_FOLDER, 0, 0, 0, epoch, epoch, 0, 0, 1, 0, new byte[0], List.of()));
    }
}
