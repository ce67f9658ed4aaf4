// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.clock.Clock;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.ConfigDocument;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.SnapshotDocument;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An open repository in restic's format, see restic's doc/design.rst: versions 1 (to read) and 2. Any thread.
 *
 * <p>Every call may throw {@link dev.stillframe.store.backend.BackendException} if the place fails, and
 * {@link RepositoryException} if what is there is damaged. It takes no lock: whoever works in it does, see the package
 * {@code lock}.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedMethod"}) // bodies follow
public final class Repository implements AutoCloseable {
    private final Backend backend;

    private Repository(Backend backend) {
        this.backend = backend;
    }

    /**
     * Makes an empty repository of version 2.
     *
     * @param password its characters are left as they are; the caller wipes them
     * @throws RepositoryException with the code {@code repository.exists} if there is one
     */
    public static Repository init(Backend backend, char[] password, Clock clock, RepositorySettings settings)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a repository. Reads no index yet, see {@link #loadIndex}.
     *
     * @throws RepositoryException with the code {@code repository.missing} if there is none, {@code
     *     repository.password} if no key of it has this password, {@code repository.version} if it is of a later version
     */
    public static Repository open(Backend backend, char[] password, Clock clock, RepositorySettings settings)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Where it is, for messages. */
    public String location() {
        return backend.location();
    }

    public ConfigDocument config() {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads all indexes, or those that came since. Needed before blobs are looked up. List snapshots first: what a
     * snapshot needs was in an index before the snapshot was written, and not the other way round.
     */
    public void loadIndex() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Whether a blob is in an index, or was saved by a writer of this repository. */
    public boolean contains(BlobType type, BlobId id) {
        throw new UnsupportedOperationException();
    }

    /** Where a blob lies; of several copies any. What a writer has saved is found once its pack is stored. */
    public Optional<BlobPlace> find(BlobType type, BlobId id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a blob, whole and proved to be what was stored; if a copy is damaged, another one.
     *
     * @throws RepositoryException with the code {@code repository.missing-blob} if no index knows it
     */
    public byte[] load(BlobType type, BlobId id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads several blobs of one pack in as few calls as its place likes, in the order of their offsets.
     *
     * @param blobs of that pack, in any order
     */
    public void load(FileId pack, List<PackedBlob> blobs, BlobSink sink) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Where new blobs go. One at a time; close it. */
    public BlobWriter writer() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** All snapshots that there are, in no order. */
    public List<FileId> snapshots() throws IOException {
        throw new UnsupportedOperationException();
    }

    public SnapshotDocument snapshot(FileId id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Stores a snapshot, whose tree and all below it must be flushed already. From now on everybody sees it. */
    public FileId save(SnapshotDocument snapshot) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Removes a snapshot; what only it needed stays until a prune. */
    public void removeSnapshot(FileId id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Closes the backend. */
    @Override
    public void close() throws IOException {
        backend.close();
    }
}
