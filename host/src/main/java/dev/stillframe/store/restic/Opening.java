// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.crypto.UnauthenticException;
import dev.stillframe.store.restic.format.ConfigDocument;
import dev.stillframe.store.restic.format.ConfigJson;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a password opens.
 *
 * @param keyId of the key file that it fits
 */
record Opening(Key master, FileId keyId, ConfigDocument config) {
    private static final int MOST_CONFIG = 1 << 20;
    private static final int LATEST = 2;

    /** Tries all keys. One that is damaged does not matter if another fits. */
    static Opening of(Backend backend, char[] password) throws IOException {
        byte[] config = readConfig(backend);
        List<RepositoryException> damaged = new ArrayList<>();
        int others = 0;
        for (Listed listed : backend.list(Kind.KEYS)) {
            Handle handle = listed.handle();
            try {
                Key master = KeyRing.open(KeyRing.read(backend, handle), password, handle.toString());
                return new Opening(master, FileId.parse(handle.name()), parse(master, config, backend));
            } catch (UnauthenticException e) {
                others++;
            } catch (RepositoryException e) {
                damaged.add(e);
            }
        }
        if (!damaged.isEmpty()) {
            throw damaged.get(0);
        }
        throw new RepositoryException(new Problem(
                "repository.password",
                "none of the " + others + " keys of " + backend.location() + " has this password",
                Retry.DOES_NOT_HELP,
                "check the password file; each repository has passwords of its own"));
    }

    private static byte[] readConfig(Backend backend) throws IOException {
        try {
            return backend.readAll(Handle.CONFIG, MOST_CONFIG);
        } catch (BackendException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
            throw new RepositoryException(
                    new Problem(
                            "repository.missing",
                            "there is no repository at " + backend.location(),
                            Retry.DOES_NOT_HELP,
                            "check the location, or make one with init"),
                    e);
        }
    }

    private static ConfigDocument parse(Key master, byte[] sealed, Backend backend) throws RepositoryException {
        ConfigDocument config = ConfigJson.read(SealedFiles.open(master, sealed, Handle.CONFIG.toString()));
        if (config.version() < 1 || config.version() > LATEST) {
            throw new RepositoryException(new Problem(
                    "repository.version",
                    backend.location() + " has version " + config.version() + " of the format, which is not known",
                    Retry.DOES_NOT_HELP,
                    "update stillframe on this host"));
        }
        return config;
    }
}
