// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.content.BlobReads;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.tree.TreeReading;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.SharedPlace;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A repository in restic's format as a destination, which many hosts may share. Any thread. */
public final class RepositoryDestination implements Destination, SharedPlace {
    private final RepositoryAccess access;
    private final DraftSettings settings;
    private final Clock clock;
    private final Problems errors;

    /** Opens nothing yet. */
    public RepositoryDestination(RepositoryAccess access, DraftSettings settings, Clock clock) {
        this.access = access;
        this.settings = settings;
        this.clock = clock;
        this.errors = new Problems(access.location());
    }

    @Override
    public String location() {
        return access.location();
    }

    @Override
    public void init() throws StillframeException {
        try {
            access.init().close();
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    @Override
    public Draft begin(Label label) throws StillframeException {
        try {
            Session session = Session.toWrite(access);
            try {
                return begin(label, session);
            } catch (IOException | StillframeException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    private Draft begin(Label label, Session session) throws IOException, StillframeException {
        Repository repository = session.repository();
        Snapshots snapshots = Snapshots.of(repository, errors); // before the index: see Repository.loadIndex
        repository.loadIndex();
        if (snapshots.find(label.id()).isPresent()) {
            throw new StillframeException(
                    "store.exists",
                    location() + ": there is a backup " + label.id() + " already",
                    Retry.DOES_NOT_HELP,
                    "every backup needs an id of its own");
        }
        TreeReading trees = new TreeReading(repository, settings.treeEntries());
        Receipts receipts = new Receipts(repository, trees);
        Optional<StoredSnapshot> latest = snapshots.latest(label.host(), label.job());
        Optional<Published> published = latest.isPresent() ? readable(receipts, latest.get()) : Optional.empty();
        Optional<Parent> parent = published.flatMap(p -> latest).map(s -> new Parent(repository, trees, s));
        ChunkChoice chunks = new ChunkHistory(repository.config(), receipts).choice(snapshots, latest);
        return new RepositoryDraft(label, session, parent, published, chunks, settings, clock, errors);
    }

    /** A parent that cannot say what it is worth is none. */
    private static Optional<Published> readable(Receipts receipts, StoredSnapshot snapshot) {
        try {
            return Optional.of(receipts.published(snapshot));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Listing list() throws StillframeException {
        try (Repository repository = access.open()) { // without a lock: a list must not wait, nor need to write
            Snapshots snapshots = Snapshots.of(repository, errors);
            repository.loadIndex();
            Receipts receipts = new Receipts(repository, new TreeReading(repository, settings.treeEntries()));
            List<Published> backups = new ArrayList<>();
            List<Problem> problems = new ArrayList<>(snapshots.problems());
            for (StoredSnapshot snapshot : snapshots.ours()) {
                try {
                    backups.add(receipts.published(snapshot));
                } catch (IOException e) {
                    Problem problem = errors.of(e);
                    String backup = "backup " + snapshot.label().id() + ": ";
                    problems.add(
                            new Problem(problem.code(), backup + problem.message(), problem.retry(), problem.hint()));
                }
            }
            return new Listing(backups, problems);
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    @Override
    public StoredTree open(Published backup) throws StillframeException {
        return open(session -> Snapshots.of(session.repository(), errors)
                .find(backup.label().id())
                .orElseThrow(() -> new StillframeException(
                        "backup.unknown",
                        location() + ": there is no backup " + backup.label().id() + " any more",
                        Retry.DOES_NOT_HELP,
                        "`stillframe list` shows those that are there"))
                .document()
                .tree());
    }

    /** Snapshots that restic made, and others that speak its format. Takes no lock, as {@link #list}. */
    @Override
    public List<Foreign> foreign() throws StillframeException {
        try (Repository repository = access.open()) {
            return Snapshots.of(repository, errors).foreign();
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    @Override
    public StoredTree open(Foreign stored) throws StillframeException {
        FileId id = FileId.parse(stored.id());
        return open(session -> session.repository().snapshot(id).tree());
    }

    private StoredTree open(RootOf snapshot) throws StillframeException {
        try {
            Session session = Session.toRead(access);
            try {
                BlobId root = snapshot.of(session);
                Repository repository = session.repository();
                repository.loadIndex();
                return new SnapshotTree(
                        root,
                        new TreeReading(repository, settings.treeEntries()),
                        new BlobReads(repository, settings.fetched(), settings.threads()),
                        session);
            } catch (IOException | StillframeException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    /** Finds the tree to open. */
    private interface RootOf {
        BlobId of(Session session) throws IOException, StillframeException;
    }

    @Override
    public Verified verify(Published backup, LongConsumer progress) throws StillframeException {
        return verify(open(backup), progress);
    }

    @Override
    public Verified verify(Foreign stored, LongConsumer progress) throws StillframeException {
        return verify(open(stored), progress);
    }

    /** Closes the tree. */
    private Verified verify(StoredTree opened, LongConsumer progress) throws StillframeException {
        try (opened) {
            return new SnapshotVerification(opened, progress).run();
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    /** Removes their snapshots, and none that another program made; what only they needed stays until a prune. */
    @Override
    public void forget(List<Published> backups) throws StillframeException {
        try (Session session = Session.toWrite(access)) {
            Snapshots snapshots = Snapshots.of(session.repository(), errors);
            for (Published backup : backups) {
                for (StoredSnapshot snapshot : snapshots.ours()) {
                    if (snapshot.label().equals(backup.label())) {
                        session.repository().removeSnapshot(snapshot.id());
                    }
                }
            }
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    /** A draft leaves nothing that anybody sees; what it stored is used by the next backup, or removed by a prune. */
    @Override
    public List<String> sweep(String host) throws StillframeException {
        return List.of();
    }
}
