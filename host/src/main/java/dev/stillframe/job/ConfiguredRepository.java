// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.clock.Clock;
import dev.stillframe.config.RepositoryStorage;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.RepositorySettings;
import dev.stillframe.store.restic.crypto.Scrypt;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.snapshot.RepositoryAccess;
import dev.stillframe.tree.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * The repository that a configuration names: its place, and its password, which is read when it is needed and wiped.
 *
 * @param host this host's name, for new keys
 * @param environment where the password and the credentials of object storage may be
 */
record ConfiguredRepository(
        RepositoryStorage storage, String host, Map<String, String> environment, Clock clock, Events events)
        implements RepositoryAccess {
    @Override
    public String location() {
        return storage.location();
    }

    @Override
    public Repository init() throws IOException {
        try {
            return open();
        } catch (RepositoryException e) {
            if (!e.problem().code().equals("repository.missing")) {
                throw e;
            }
        } catch (BackendException e) {
            if (!e.problem().code().equals("store.no-bucket")) {
                throw e;
            }
        }
        return with(Repository::init);
    }

    @Override
    public Repository open() throws IOException {
        return with(Repository::open);
    }

    @Override
    public Duration lockWait() {
        return storage.lockWait();
    }

    @Override
    public void warn(Problem problem) {
        events.on(new Event.Warned(problem));
    }

    /** Opens or makes it. */
    @FunctionalInterface
    private interface Door {
        Repository open(Backend backend, char[] password, Clock clock, RepositorySettings settings) throws IOException;
    }

    private Repository with(Door door) throws IOException {
        char[] password = password();
        Backend backend = BackendOpening.open(storage, environment, clock, events);
        try {
            return door.open(backend, password, clock, settings());
        } catch (IOException | RuntimeException e) {
            backend.close();
            throw e;
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private char[] password() throws IOException {
        try {
            return RepositoryPassword.of(storage, environment);
        } catch (StillframeException e) {
            throw new StoreException(e.problem(), e);
        }
    }

    private RepositorySettings settings() {
        return new RepositorySettings(
                host, storage.compressionLevel(), storage.packSize(), storage.connections(), Scrypt.standard());
    }
}
