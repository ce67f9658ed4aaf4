// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.crypto.Scrypt;
import dev.stillframe.store.restic.crypto.UnauthenticException;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.KeyDocument;
import dev.stillframe.store.restic.format.KeyJson;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A repository's key files: each opens the same master key with another password. Any thread. */
public final class KeyRing {
    private static final String KDF = "scrypt";
    private static final int MOST = 1 << 20;

    private final Backend backend;
    private final Key master;
    private final FileId current;
    private final Scrypt cost;
    private final Clock clock;

    KeyRing(Backend backend, Key master, FileId current, Scrypt cost, Clock clock) {
        this.backend = backend;
        this.master = master;
        this.current = current;
        this.cost = cost;
        this.clock = clock;
    }

    /**
     * A key as people see it.
     *
     * @param current whether the repository was opened with it
     */
    public record Entry(FileId id, Instant created, String username, String hostname, boolean current) {}

    /** All keys, in no order. */
    public List<Entry> list() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Listed listed : backend.list(Kind.KEYS)) {
            KeyDocument key = read(backend, listed.handle());
            FileId id = FileId.parse(listed.handle().name());
            entries.add(new Entry(id, key.created(), key.username(), key.hostname(), id.equals(current)));
        }
        return entries;
    }

    /** @throws RepositoryException if it is damaged */
    public KeyDocument read(FileId id) throws IOException {
        return read(backend, new Handle(Kind.KEYS, id.toString()));
    }

    /** Adds a password. The names of user and host are for people. */
    public FileId add(char[] password, String username, String hostname) throws IOException {
        return add(backend, master, password, username, hostname, cost, clock);
    }

    /**
     * Removes a key; its password opens the repository no more.
     *
     * @throws RepositoryException with the code {@code key.in-use} for the key that the repository was opened with, so
     *     that one always remains; {@code key.missing} if there is no such key
     */
    public void remove(FileId id) throws IOException {
        if (id.equals(current)) {
            throw new RepositoryException(new Problem(
                    "key.in-use",
                    "key " + id.brief() + " opened " + backend.location() + " just now and stays",
                    Retry.DOES_NOT_HELP,
                    "open the repository with another key's password to remove this one"));
        }
        if (list().stream().noneMatch(entry -> entry.id().equals(id))) {
            throw new RepositoryException(new Problem(
                    "key.missing",
                    backend.location() + " has no key " + id.brief(),
                    Retry.DOES_NOT_HELP,
                    "key list shows those it has"));
        }
        SealedFiles.removeNamed(backend, new Handle(Kind.KEYS, id.toString()));
    }

    static FileId add(
            Backend backend, Key master, char[] password, String username, String hostname, Scrypt cost, Clock clock)
            throws IOException {
        byte[] salt = Key.randomBytes(Scrypt.SALT);
        byte[] data = cost.derive(password, salt).seal(KeyJson.writeMaster(master));
        byte[] json = KeyJson.write(
                new KeyDocument(clock.instant(), username, hostname, KDF, cost.n(), cost.r(), cost.p(), salt, data));
        FileId id = FileId.of(json);
        SealedFiles.writeNamed(backend, new Handle(Kind.KEYS, id.toString()), Body.of(json));
        return id;
    }

    /** @throws RepositoryException if it is damaged */
    static KeyDocument read(Backend backend, Handle handle) throws IOException {
        byte[] json = backend.readAll(handle, MOST);
        if (!FileId.of(json).toString().equals(handle.name())) {
            throw RepositoryException.damaged(handle.toString(), "its bytes are not those of its name", null);
        }
        return KeyJson.read(json, handle.toString());
    }

    /**
     * The master key that a password opens.
     *
     * @throws UnauthenticException if it is another key's password
     * @throws RepositoryException if the file is damaged
     */
    static Key open(KeyDocument key, char[] password, String what) throws UnauthenticException, RepositoryException {
        if (!key.kdf().equals(KDF)) {
            throw RepositoryException.damaged(what, "it wants " + key.kdf() + " for its password", null);
        }
        Key derived;
        try {
            derived = new Scrypt(key.n(), key.r(), key.p()).derive(password, key.salt());
        } catch (IllegalArgumentException e) {
            throw RepositoryException.damaged(what, String.valueOf(e.getMessage()), e);
        }
        return KeyJson.readMaster(derived.open(key.data()), what);
    }
}
