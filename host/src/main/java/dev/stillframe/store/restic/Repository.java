// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.ConfigDocument;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.store.restic.format.SnapshotJson;
import dev.stillframe.store.restic.format.TreeDocument;
import dev.stillframe.store.restic.format.TreeJson;
import dev.stillframe.store.restic.index.Index;
import dev.stillframe.store.restic.pack.BlobCodec;
import dev.stillframe.store.restic.pack.PackReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open repository in restic's format, see restic's doc/design.rst: versions 1 (to read) and 2. Any thread.
 *
 * <p>Every call may throw {@link dev.stillframe.store.backend.BackendException} if the place fails, and
 * {@link RepositoryException} if what is there is damaged. It takes no lock: whoever works in it does, see the package
 * {@code lock}.
 */
public final class Repository implements AutoCloseable {
    private final Backend backend;
    private final Opening opening;
    private final Clock clock;
    private final RepositorySettings settings;
    private final SealedFiles files;
    private final PackReading packs;
    private final BlobCodec codec;
    private final BlobReading reading;
    private volatile Index index = new Index();
    private boolean indexLoaded;

    private Repository(Backend backend, Opening opening, Clock clock, RepositorySettings settings) {
        this.backend = backend;
        this.opening = opening;
        this.clock = clock;
        this.settings = settings;
        files = new SealedFiles(backend, opening.master(), opening.config().version() > 1);
        packs = new PackReading(backend, opening.master());
        codec = new BlobCodec(opening.master(), settings.compressionLevel());
        reading = new BlobReading(packs, codec);
    }

    /**
     * Makes an empty repository of version 2, and opens it.
     *
     * @param password its characters are left as they are; the caller wipes them
     * @throws RepositoryException with the code {@code repository.exists} if there is one, {@code
     *     repository.no-config} if there are files of one
     */
    public static Repository init(Backend backend, char[] password, Clock clock, RepositorySettings settings)
            throws IOException {
        Founding.found(backend, password, clock, settings);
        return open(backend, password, clock, settings);
    }

    /**
     * Opens a repository. Reads no index yet, see {@link #loadIndex}.
     *
     * @throws RepositoryException with the code {@code repository.missing} if there is none, {@code
     *     repository.password} if no key of it has this password, {@code repository.version} if it is of a later version
     */
    public static Repository open(Backend backend, char[] password, Clock clock, RepositorySettings settings)
            throws IOException {
        return new Repository(backend, Opening.of(backend, password), clock, settings);
    }

    /** Where it is, for messages. */
    public String location() {
        return backend.location();
    }

    public ConfigDocument config() {
        return opening.config();
    }

    public RepositorySettings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    /** Where its files lie. For those that work on files as such: check, prune. */
    public Backend backend() {
        return backend;
    }

    /** The documents that lie in files of their own. */
    public SealedFiles files() {
        return files;
    }

    public KeyRing keys() {
        return new KeyRing(backend, opening.master(), opening.keyId(), settings.scrypt(), clock);
    }

    public PackReading packs() {
        return packs;
    }

    public BlobCodec codec() {
        return codec;
    }

    /** Which blob lies where, as far as {@link #loadIndex} and writers have come. */
    public Index index() {
        return index;
    }

    /**
     * Reads all indexes, or those that came since. Needed before blobs are looked up. List snapshots first: what a
     * snapshot needs was in an index before the snapshot was written, and not the other way round.
     */
    public void loadIndex() throws IOException {
        Index unused = loadIndex(damaged -> {
            throw damaged;
        });
    }

    /**
     * The same, for those who want to know of all that is damaged. Returns the index.
     *
     * @param damaged is told of an index that cannot be read; throw the error, or go on without
     */
    public synchronized Index loadIndex(Reachability.Broken damaged) throws IOException {
        Set<FileId> there = new HashSet<>(files.list(Kind.INDEX));
        Index into = there.containsAll(index.files().keySet()) ? index : new Index(); // a prune came in between
        List<FileId> missing = new ArrayList<>(there);
        missing.removeAll(into.files().keySet());
        new IndexLoading(files, backend.properties().connections()).load(missing, into, damaged);
        index = into;
        indexLoaded = true;
        return into;
    }

    /** Whether a blob is in an index, or was stored by a writer of this repository. */
    public boolean contains(BlobType type, BlobId id) {
        return index.contains(type, id);
    }

    /** Where a blob lies; of several copies any. What a writer has saved is found once its pack is stored. */
    public Optional<BlobPlace> find(BlobType type, BlobId id) {
        return index.find(type, id);
    }

    /**
     * Reads a blob, whole and proved to be what was stored; if a copy is damaged, another one.
     *
     * @throws RepositoryException with the code {@code repository.missing-blob} if no index knows it
     */
    public byte[] load(BlobType type, BlobId id) throws IOException {
        List<BlobPlace> places = index.findAll(type, id);
        if (places.isEmpty()) {
            throw new RepositoryException(new Problem(
                    "repository.missing-blob",
                    type.label() + " blob " + id + " is in no index of " + location(),
                    Retry.DOES_NOT_HELP,
                    "verify names all that is missing; what is there can still be restored"));
        }
        return reading.any(places);
    }

    /** Reads a tree, see {@link #load(BlobType, BlobId)}. */
    public TreeDocument loadTree(BlobId id) throws IOException {
        return TreeJson.read(load(BlobType.TREE, id), id);
    }

    /**
     * Reads several blobs of one pack in as few calls as its place likes, in the order of their offsets.
     *
     * @param blobs of that pack, in any order
     */
    public void load(FileId pack, List<PackedBlob> blobs, BlobSink sink) throws IOException {
        reading.several(pack, blobs, sink);
    }

    /**
     * Where new blobs go. One at a time; close it. Reads the index if nobody did.
     *
     * @throws RepositoryException with the code {@code repository.read-only} if it is of version 1
     */
    public BlobWriter writer() throws IOException {
        loadIndexOnce();
        IndexWriting indexes = indexWriting();
        return new PackingWriter(index, codec, packStore(indexes), indexes, Orphans.find(backend, packs, index));
    }

    /** Stores indexes of packs, beside those that there are. */
    public IndexWriting indexWriting() {
        return new IndexWriting(files, index, clock);
    }

    /**
     * Stores packs of blobs that are sealed already.
     *
     * @param indexes is told of each
     * @throws RepositoryException with the code {@code repository.read-only} if it is of version 1
     */
    public PackStore packStore(IndexWriting indexes) throws RepositoryException {
        if (config().version() < 2) {
            throw new RepositoryException(new Problem(
                    "repository.read-only",
                    location() + " has version 1 of the format, which is only read",
                    Retry.DOES_NOT_HELP,
                    "bring it to version 2 with: restic migrate upgrade_repo_v2"));
        }
        return new PackStore(backend, opening.master(), index, indexes, settings);
    }

    private synchronized void loadIndexOnce() throws IOException {
        if (!indexLoaded) {
            loadIndex();
        }
    }

    /** All snapshots that there are, in no order. */
    public List<FileId> snapshots() throws IOException {
        return files.list(Kind.SNAPSHOTS);
    }

    public SnapshotDocument snapshot(FileId id) throws IOException {
        return SnapshotJson.read(files.load(Kind.SNAPSHOTS, id), new Handle(Kind.SNAPSHOTS, id.toString()).toString());
    }

    /** Stores a snapshot, whose tree and all below it must be flushed already. From now on everybody sees it. */
    public FileId save(SnapshotDocument snapshot) throws IOException {
        return files.save(Kind.SNAPSHOTS, SnapshotJson.write(snapshot));
    }

    /** Removes a snapshot; what only it needed stays until a prune. */
    public void removeSnapshot(FileId id) throws IOException {
        files.remove(Kind.SNAPSHOTS, id);
    }

    /** Closes the backend. */
    @Override
    public void close() throws IOException {
        codec.close();
        backend.close();
    }
}
