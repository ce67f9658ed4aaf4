// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.LockWait;
import dev.stillframe.store.restic.lock.RepositoryLock;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * A repository that is open, with the lock that keeps others from pruning it.
 *
 * @param lock shared; closed before the repository. Empty only for reading from a place that cannot be written
 */
record Session(Repository repository, Optional<RepositoryLock> lock) implements Closeable {
    /** Opens and locks. Waits for somebody who works there alone, as long as the place says. */
    static Session toWrite(RepositoryAccess access) throws IOException {
        return open(access, wait -> Optional.of(wait.acquire(false)));
    }

    /** The same to read only: also where no lock can be had. */
    static Session toRead(RepositoryAccess access) throws IOException {
        return open(access, wait -> wait.acquireToRead(access::warn));
    }

    /** Some way to lock. */
    private interface Locking {
        Optional<RepositoryLock> by(LockWait wait) throws IOException;
    }

    private static Session open(RepositoryAccess access, Locking locking) throws IOException {
        Repository repository = access.open();
        try {
            LockWait wait = new LockWait(repository, LockTiming.standard(), access.lockWait());
            return new Session(repository, locking.by(wait));
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    /** Throws if the lock was lost: a prune may have come in between. */
    void check() throws IOException {
        if (lock.isPresent()) {
            lock.get().check();
        }
    }

    @Override
    public void close() throws IOException {
        try (repository) {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }
}
