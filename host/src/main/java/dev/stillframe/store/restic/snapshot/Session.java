// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.Repository;
import java.io.Closeable;
import java.io.IOException;

/**
 * A repository that is open, with the lock that says so to others.
 *
 * @param lock closed before the repository
 */
record Session(Repository repository, Closeable lock) implements Closeable {
    @Override
    public void close() throws IOException {
        try (repository) {
            lock.close();
        }
    }
}
