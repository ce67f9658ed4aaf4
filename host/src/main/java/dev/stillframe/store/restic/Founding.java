// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.format.ChunkerPolynomial;
import dev.stillframe.store.restic.format.ConfigDocument;
import dev.stillframe.store.restic.format.ConfigJson;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/** Makes an empty repository. The config comes last: with it the repository is there, and whole. */
final class Founding {
    private static final int VERSION = 2;
    private static final int ID = 32;

    private Founding() {}

    static void found(Backend backend, char[] password, Clock clock, RepositorySettings settings) throws IOException {
        backend.create();
        refuseOther(backend);
        List<Listed> leftovers = backend.list(Kind.KEYS);
        Key master = Key.random();
        FileId key = KeyRing.add(
                backend,
                master,
                password,
                System.getProperty("user.name", ""),
                settings.hostname(),
                settings.scrypt(),
                clock);
        ConfigDocument config =
                new ConfigDocument(VERSION, HexFormat.of().formatHex(Key.randomBytes(ID)), ChunkerPolynomial.random());
        try {
            backend.write(Handle.CONFIG, Body.of(master.seal(ConfigJson.write(config))));
        } catch (BackendException e) {
            if (e.failure() != Failure.EXISTS) {
                throw e; // it may be there all the same: then the key opens it, else the next init removes it
            }
            SealedFiles.removeNamed(backend, new Handle(Kind.KEYS, key.toString()));
            throw exists(backend);
        }
        removeLeftovers(backend, leftovers);
    }

    /**
     * Of an init that was killed, or is at work and will find that it came too late: their keys open nothing, now that the
     * config is ours. Where two may both believe that they were first, a key too many is better than none.
     */
    private static void removeLeftovers(Backend backend, List<Listed> keys) throws IOException {
        if (backend.properties().exclusiveCreate()) {
            for (Listed key : keys) {
                SealedFiles.removeNamed(backend, key.handle());
            }
        }
    }

    private static void refuseOther(Backend backend) throws IOException {
        if (hasConfig(backend)) {
            throw exists(backend);
        }
        for (Kind kind : new Kind[] {Kind.SNAPSHOTS, Kind.INDEX, Kind.DATA}) {
            if (!backend.list(kind).isEmpty()) {
                throw new RepositoryException(new Problem(
                        "repository.no-config",
                        backend.location() + " has a repository's files, but no config",
                        Retry.DOES_NOT_HELP,
                        "bring back the file config; without it nothing there can be read"));
            }
        }
    }

    private static boolean hasConfig(Backend backend) throws IOException {
        try {
            return backend.size(Handle.CONFIG) >= 0;
        } catch (BackendException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
            return false;
        }
    }

    private static RepositoryException exists(Backend backend) {
        return new RepositoryException(new Problem(
                "repository.exists",
                "there is a repository at " + backend.location() + " already",
                Retry.DOES_NOT_HELP,
                "use it as it is, or choose another location"));
    }
}
