// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.tree.Nodes;
import dev.stillframe.store.restic.tree.TreeReading;
import dev.stillframe.tree.FileVersion;
import dev.stillframe.tree.Node;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The backup that another one builds on: a file with the same path, size, times and inode has the same bytes, if all of
 * them are in the repository. Any thread.
 *
 * <p>Not if the file changed shortly before that backup began: a clock has a grain, in which a file can change again after
 * it was read and look the same; and what is stored through a mapping moves the times only when the page was written back
 * before, which the kernel does after 30 seconds by default (vm.dirty_expire_centisecs).
 */
final class Parent {
    static final Duration UNSETTLED = Duration.ofSeconds(60);

    private final Repository repository;
    private final TreeReading trees;
    private final StoredSnapshot snapshot;
    private final Instant settled;
    private final Set<SourcePath> unreadable = new HashSet<>();

    Parent(Repository repository, TreeReading trees, StoredSnapshot snapshot) {
        this.repository = repository;
        this.trees = trees;
        this.snapshot = snapshot;
        this.settled = snapshot.label().time().minus(UNSETTLED);
    }

    StoredSnapshot snapshot() {
        return snapshot;
    }

    /** What it has of a file that has not changed since; empty if the file has to be read. */
    Optional<NodeDocument> unchanged(Node node) {
        Metadata now = node.metadata();
        if (now.kind() != Kind.FILE || now.inode() == 0 || !now.changed().isBefore(settled)) {
            return Optional.empty();
        }
        return before(node.path()).filter(before -> isSame(before, now)).filter(this::isWhole);
    }

    /** What it has of a file that it took in this state; empty if it did not, or has not all of it. */
    Optional<NodeDocument> asItWas(SourcePath path, FileVersion then) {
        return before(path)
                .filter(before -> before.error().isEmpty())
                .filter(before -> Nodes.metadata(before)
                        .filter(stored -> stored.kind() == Kind.FILE
                                && FileVersion.of(stored).equals(then))
                        .isPresent())
                .filter(this::isWhole);
    }

    private Optional<NodeDocument> before(SourcePath path) {
        try {
            return trees.find(snapshot.document().tree(), path);
        } catch (IOException e) {
            noteUnreadable(path.parent().orElse(path));
            return Optional.empty();
        }
    }

    private static boolean isSame(NodeDocument before, Metadata now) {
        Optional<Metadata> then = Nodes.metadata(before);
        return then.isPresent()
                && then.get().kind() == Kind.FILE
                && before.error().isEmpty()
                && then.get().size() == now.size()
                && then.get().modified().equals(now.modified())
                && then.get().changed().equals(now.changed())
                && then.get().inode() == now.inode();
    }

    private boolean isWhole(NodeDocument file) {
        return file.content()
                .map(ids -> ids.stream().allMatch(id -> repository.contains(BlobType.DATA, id)))
                .orElse(false);
    }

    private synchronized void noteUnreadable(SourcePath folder) {
        unreadable.add(folder);
    }

    /** How many folders of it could not be read, so that everything in them was read from the source. */
    synchronized int unreadable() {
        return unreadable.size();
    }
}
