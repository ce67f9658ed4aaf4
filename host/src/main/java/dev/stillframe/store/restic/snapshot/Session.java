// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.clock.Clock;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.Locks;
import dev.stillframe.store.restic.lock.RepositoryLock;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A repository that is open, with the lock that keeps others from pruning it.
 *
 * @param lock shared; closed before the repository
 */
record Session(Repository repository, RepositoryLock lock) implements Closeable {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    /** Opens and locks. Waits for somebody who works there alone, as long as the place says. */
    static Session open(RepositoryAccess access, Clock clock) throws IOException {
        Repository repository = access.open();
        try {
            return new Session(repository, locked(repository, access.lockWait(), clock));
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    private static RepositoryLock locked(Repository repository, Duration wait, Clock clock) throws IOException {
        Locks locks = new Locks(repository, LockTiming.standard());
        long began = clock.nanoTime();
        while (true) {
            try {
                return locks.acquire(false);
            } catch (RepositoryException e) {
                boolean waits =
                        e.problem().code().equals("repository.locked") && clock.nanoTime() - began < wait.toNanos();
                if (!waits) {
                    throw e;
                }
            }
            try {
                clock.sleep(ASK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the lock of " + repository.location());
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (repository) {
            lock.close();
        }
    }
}
