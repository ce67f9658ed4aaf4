// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.clock.Clock;
import dev.stillframe.store.local.LocalBackend;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.RepositorySettings;
import dev.stillframe.store.restic.crypto.Scrypt;
import java.io.IOException;
import java.nio.file.Path;

/** A repository in a folder, with keys that cost little. */
record TestRepository(Path folder) implements RepositoryAccess {
    static final String PASSWORD = "correct horse";

    private static final RepositorySettings SETTINGS =
            new RepositorySettings("host", 3, 4 << 20, 0, new Scrypt(1024, 8, 1));

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public Repository init() throws IOException {
        return Repository.init(new LocalBackend(folder), PASSWORD.toCharArray(), Clock.system(), SETTINGS);
    }

    @Override
    public Repository open() throws IOException {
        return Repository.open(new LocalBackend(folder), PASSWORD.toCharArray(), Clock.system(), SETTINGS);
    }

    RepositoryDestination destination() {
        return new RepositoryDestination(this, DraftSettings.standard(), Clock.system());
    }

    Restic restic() {
        return new Restic(folder, PASSWORD);
    }
}
