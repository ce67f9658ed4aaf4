// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.crypto.UnauthenticException;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.UnpackedFile;
import java.io.IOException;
import java.util.List;

/** The files of a repository that hold one sealed JSON document each: snapshots, indexes, locks. Any thread. */
public final class SealedFiles {
    private static final int MOST = 512 << 20;

    private final Backend backend;
    private final Key key;
    private final boolean compress;

    /** @param compress since version 2 of the format */
    SealedFiles(Backend backend, Key key, boolean compress) {
        this.backend = backend;
        this.key = key;
        this.compress = compress;
    }

    /** Stores a document. Returns its name. */
    public FileId save(Kind kind, byte[] json) throws IOException {
        byte[] sealed = key.seal(compress ? UnpackedFile.encode(json) : json);
        FileId id = FileId.of(sealed);
        writeNamed(backend, new Handle(kind, id.toString()), Body.of(sealed));
        return id;
    }

    /**
     * Reads a document, proved to be what was stored.
     *
     * @throws BackendException with {@link Failure#NOT_FOUND} if there is none
     * @throws RepositoryException if it is damaged
     */
    public byte[] load(Kind kind, FileId id) throws IOException {
        Handle handle = new Handle(kind, id.toString());
        byte[] sealed = backend.readAll(handle, MOST);
        if (!FileId.of(sealed).equals(id)) {
            throw RepositoryException.damaged(handle.toString(), "its bytes are not those of its name", null);
        }
        return UnpackedFile.decode(open(key, sealed, handle.toString()), handle.toString());
    }

    /** All documents of a kind, in no order. */
    public List<FileId> list(Kind kind) throws IOException {
        return backend.list(kind).stream()
                .map(Listed::handle)
                .map(Handle::name)
                .map(FileId::parse)
                .toList();
    }

    /** Removes a document, if it is still there. */
    public void remove(Kind kind, FileId id) throws IOException {
        removeNamed(backend, new Handle(kind, id.toString()));
    }

    static byte[] open(Key key, byte[] sealed, String what) throws RepositoryException {
        try {
            return key.open(sealed);
        } catch (UnauthenticException e) {
            throw RepositoryException.damaged(what, String.valueOf(e.getMessage()), e);
        }
    }

    /** Writes a file that is named after its bytes: if there is one of that name already, it is this one. */
    static void writeNamed(Backend backend, Handle handle, Body body) throws IOException {
        try {
            backend.write(handle, body);
        } catch (BackendException e) {
            if (e.failure() != Failure.EXISTS) {
                throw e;
            }
        }
    }

    static void removeNamed(Backend backend, Handle handle) throws IOException {
        try {
            backend.remove(handle);
        } catch (BackendException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
        }
    }
}
