// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.chunk.Chunker;
import dev.stillframe.store.restic.content.BlobReads;
import dev.stillframe.store.restic.content.CarriedChunks;
import dev.stillframe.store.restic.content.ContentWriting;
import dev.stillframe.store.restic.content.SampleMismatchException;
import dev.stillframe.store.restic.content.Sampling;
import dev.stillframe.store.restic.content.WrittenContent;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.store.restic.tree.Nodes;
import dev.stillframe.store.restic.tree.TreeReading;
import dev.stillframe.store.restic.tree.TreeWriting;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.FileVersion;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.StoreException;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A backup whose snapshot is not yet written: until then nobody sees it, and what it stored already is found again by the
 * next. One thread at a time, but for {@link #known} and {@link #carries}.
 */
final class RepositoryDraft implements Draft {
    private static final Expected NOTHING_KNOWN = new Expected(List.of(), path -> false);

    /** A file with several names. */
    private record Shared(CompletableFuture<List<BlobId>> content, long size) {}

    private final Label label;
    private final Session session;
    private final Optional<Parent> parent;
    private final Optional<Published> published;
    private final ChunkChoice chunks;
    private final DraftSettings settings;
    private final Clock clock;
    private final Problems errors;
    private final ExecutorService pool;
    private final Statistics writer;
    private final TreeReading reading;
    private final ContentWriting contents;
    private final TreeWriting trees;
    private final Map<SourcePath, Shared> shared = new HashMap<>();
    private volatile Expected expected = NOTHING_KNOWN;
    private @Nullable Sampling sampling;

    /**
     * Takes the session over: closes it.
     *
     * @param published the parent as others see it
     */
    RepositoryDraft(
            Label label,
            Session session,
            Optional<Parent> parent,
            Optional<Published> published,
            ChunkChoice chunks,
            DraftSettings settings,
            Clock clock,
            Problems errors)
            throws IOException {
        this.label = label;
        this.session = session;
        this.parent = parent;
        this.published = published;
        this.chunks = chunks;
        this.settings = settings;
        this.clock = clock;
        this.errors = errors;
        this.writer = new Statistics(session.repository().writer());
        this.pool = Executors.newFixedThreadPool(settings.threads(), task -> new Thread(task, "stillframe-store"));
        this.reading = new TreeReading(session.repository(), settings.treeEntries());
        this.contents = new ContentWriting(writer, pool, settings.slabSize(), settings.slabs());
        this.trees = new TreeWriting(writer, reading, pool);
    }

    @Override
    public Optional<Published> parent() {
        return published;
    }

    @Override
    public void expect(Expected all) {
        expected = all;
    }

    @Override
    public Optional<Known> known(Node node) {
        return expected.mayKeep().test(node.path())
                ? parent.flatMap(before -> before.unchanged(node)).map(file -> new KnownFile(node.path(), file))
                : Optional.empty();
    }

    /** A file of the parent. */
    private record KnownFile(SourcePath path, NodeDocument before) implements Known {}

    @Override
    public void put(Node node) throws IOException {
        try {
            contents.check();
            if (node.metadata().kind() == Kind.FOLDER) {
                trees.folder(node);
                writer.folder();
            } else {
                trees.put(node.path(), CompletableFuture.completedFuture(Nodes.other(node, trees.volume(node))));
            }
        } catch (IOException e) {
            throw errors.storeException(e);
        }
    }

    @Override
    public Stored put(Node node, Content content) throws IOException {
        try {
            Chunker chunker = chunks.of(content);
            WrittenContent written = contents.write(content, chunker, carried(node, content, chunker), sampling());
            file(node, new Shared(written.ids(), written.size()));
            writer.read(written.size());
            return new StoredFile(written);
        } catch (SampleMismatchException e) {
            throw new StoreException(
                    new Problem(
                            "backup.base-mismatch",
                            node.path() + ": " + e.getMessage(),
                            Retry.HELPS,
                            "the next backup compares with nothing and reads everything; find out what changed the"
                                    + " snapshot that was kept, and verify the backup before with --read-data"),
                    e);
        } catch (IOException e) {
            throw errors.storeException(e);
        }
    }

    /** What the parent has of a file that has unchanged ranges. */
    private Optional<CarriedChunks> carried(Node node, Content content, Chunker chunker) {
        return content.since().isEmpty() || content.pages().isEmpty()
                ? Optional.empty()
                : carried(node.path(), content.since().get(), chunker.longest());
    }

    private Optional<CarriedChunks> carried(SourcePath path, FileVersion then, int unit) {
        return parent.flatMap(before -> before.asItWas(path, then))
                .flatMap(NodeDocument::content)
                .flatMap(ids -> CarriedChunks.of(session.repository(), ids, unit, then.size()));
    }

    private Sampling sampling() {
        if (sampling == null) {
            sampling = new Sampling(expected.sample(), new SecureRandom());
        }
        return sampling;
    }

    @Override
    public OptionalInt carries(SourcePath path, FileVersion then, Content.Pages pages) {
        if (parent.isEmpty() || !expected.mayKeep().test(path)) {
            return OptionalInt.empty();
        }
        int unit = chunks.ofPages(pages).longest();
        return carried(path, then, unit).isPresent() ? OptionalInt.of(unit) : OptionalInt.empty();
    }

    @Override
    public Optional<Sums> sums() throws StillframeException {
        try {
            contents.await();
            return Optional.of(new Sums(
                    writer.storedBytes(), sampling().carried(), sampling().sampled()));
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    @Override
    public void put(Node node, Known known) throws IOException {
        if (!(known instanceof KnownFile file) || !file.path().equals(node.path())) {
            throw new IllegalArgumentException(node.path() + ": these bytes are another file's");
        }
        try {
            contents.check();
            long size = file.before().size();
            file(
                    node,
                    new Shared(
                            CompletableFuture.completedFuture(
                                    file.before().content().orElseThrow()),
                            size));
            writer.unchanged(size);
        } catch (IOException e) {
            throw errors.storeException(e);
        }
    }

    @Override
    public void link(Node node, Node first) throws IOException {
        Shared original = shared.get(first.path());
        if (original == null) {
            throw new IllegalArgumentException(first.path() + ": was not put as a file with several names");
        }
        try {
            file(node, original);
        } catch (IOException e) {
            throw errors.storeException(e);
        }
    }

    private void file(Node node, Shared file) throws IOException {
        long volume = trees.volume(node);
        trees.put(node.path(), file.content().thenApply(ids -> Nodes.file(node, ids, file.size(), volume)));
        if (node.metadata().links() > 1) {
            shared.put(node.path(), file);
        }
    }

    @Override
    public StoredTree readBack() throws StillframeException {
        try {
            BlobId root = flushed();
            Repository repository = session.repository();
            return new SnapshotTree(
                    root,
                    new TreeReading(repository, settings.treeEntries()),
                    new BlobReads(repository, settings.fetched(), settings.threads()),
                    () -> {});
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    private BlobId flushed() throws IOException {
        contents.check();
        BlobId root = TreeWriting.joined(trees.root());
        writer.flush();
        return root;
    }

    @Override
    public List<String> remarks() {
        int unreadable = parent.map(Parent::unreadable).orElse(0);
        return unreadable == 0
                ? List.of()
                : List.of(unreadable + " folders of the backup before, "
                        + published.map(p -> p.label().id()).orElse("")
                        + ", cannot be read: their files were read again; verify it with --read-data");
    }

    @Override
    public Published publish(String receipt) throws StillframeException {
        try {
            put(OwnFiles.folder(label.time()));
            own(OwnFiles.RECEIPT, receipt.getBytes(StandardCharsets.UTF_8));
            own(OwnFiles.CHUNKS, chunks.json());
            BlobId root = flushed();
            session.check(); // without it a prune may have taken what the snapshot needs
            session.repository().save(document(root));
            return new Published(label, receipt, writer.storedBytes());
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    private void own(SourcePath path, byte[] bytes) throws IOException {
        BlobId id = writer.save(BlobType.DATA, bytes).id();
        Node node = OwnFiles.file(path, bytes.length, label.time());
        file(node, new Shared(CompletableFuture.completedFuture(List.of(id)), bytes.length));
    }

    private SnapshotDocument document(BlobId root) {
        return new SnapshotDocument(
                label.time(),
                parent.map(before -> before.snapshot().id()),
                root,
                expected.roots().stream().map(SourcePath::toString).toList(),
                label.host(),
                "",
                0,
                0,
                List.of(),
                SnapshotTags.of(label),
                Optional.empty(),
                "stillframe",
                Optional.of(writer.summary(label.time(), clock.instant())));
    }

    @Override
    public void close() throws StillframeException {
        contents.close();
        pool.shutdownNow();
        awaitEnd();
        try (session) {
            writer.close();
        } catch (IOException e) {
            throw errors.exception(e);
        }
    }

    /** What still saves a chunk must not find its writer closed. */
    private void awaitEnd() {
        boolean interrupted = Thread.interrupted();
        try {
            pool.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
