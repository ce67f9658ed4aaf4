// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.LockWait;
import dev.stillframe.store.restic.lock.RepositoryLock;
import dev.stillframe.tree.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * A repository that is open and locked, for work on the repository itself. One thread; close it.
 *
 * @param lock closed before the repository
 */
record LockedRepository(Repository repository, RepositoryLock lock) implements AutoCloseable {
    /** Some work; its failures are told as what they are. */
    @FunctionalInterface
    interface Work<T> {
        T on(LockedRepository open) throws IOException;
    }

    /** Some work that takes no lock. */
    @FunctionalInterface
    interface Unlocked<T> {
        T on(Repository repository) throws IOException;
    }

    /** Does something under a lock. Waits for others as long as the configuration says. */
    static <T> T with(ConfiguredRepository place, boolean exclusive, Work<T> work) throws StillframeException {
        return without(place, repository -> {
            try (LockedRepository open =
                    new LockedRepository(repository, wait(place, repository).acquire(exclusive))) {
                return work.on(open);
            }
        });
    }

    /** Does something that only reads; also where no lock can be had. */
    static <T> T toRead(ConfiguredRepository place, Unlocked<T> work) throws StillframeException {
        return without(place, repository -> {
            Optional<RepositoryLock> lock = wait(place, repository).acquireToRead(place::warn);
            Closeable held = lock.<Closeable>map(one -> one::close).orElse(() -> {});
            try (held) {
                return work.on(repository);
            }
        });
    }

    private static LockWait wait(ConfiguredRepository place, Repository repository) {
        return new LockWait(repository, LockTiming.standard(), place.lockWait());
    }

    /** Does something without a lock. */
    static <T> T without(ConfiguredRepository place, Unlocked<T> work) throws StillframeException {
        try (Repository repository = place.open()) {
            return work.on(repository);
        } catch (IOException e) {
            throw failure(place.location(), e);
        }
    }

    private static StillframeException failure(String location, IOException e) {
        if (e instanceof RepositoryException known) {
            return known.asStillframeException();
        }
        if (e instanceof BackendException known) {
            return known.asStillframeException();
        }
        if (e instanceof StoreException known) {
            return known.asStillframeException();
        }
        Problem problem = new Problem(
                "repository.failed",
                location + ": " + e.getMessage(),
                Retry.UNKNOWN,
                "check the repository's space, rights and disks");
        return new StillframeException(problem, e);
    }

    /** Gives the lock back; the repository stays open. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
