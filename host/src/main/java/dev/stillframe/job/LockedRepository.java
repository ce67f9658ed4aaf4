// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.Locks;
import dev.stillframe.store.restic.lock.RepositoryLock;
import dev.stillframe.tree.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A repository that is open and locked, for work on the repository itself. One thread; close it.
 *
 * @param lock closed before the repository
 */
record LockedRepository(Repository repository, RepositoryLock lock) implements AutoCloseable {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

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
            try (LockedRepository open = lock(place, repository, exclusive)) {
                return work.on(open);
            }
        });
    }

    /** Does something without a lock. */
    static <T> T without(ConfiguredRepository place, Unlocked<T> work) throws StillframeException {
        try (Repository repository = place.open()) {
            return work.on(repository);
        } catch (IOException e) {
            throw failure(place.location(), e);
        }
    }

    private static LockedRepository lock(ConfiguredRepository place, Repository repository, boolean exclusive)
            throws IOException {
        Locks locks = new Locks(repository, LockTiming.standard());
        long began = place.clock().nanoTime();
        while (true) {
            try {
                return new LockedRepository(repository, locks.acquire(exclusive));
            } catch (RepositoryException e) {
                Duration waited = Duration.ofNanos(place.clock().nanoTime() - began);
                if (!e.problem().code().equals("repository.locked")
                        || waited.compareTo(place.storage().lockWait()) >= 0) {
                    throw e;
                }
                pause(place);
            }
        }
    }

    private static void pause(ConfiguredRepository place) throws IOException {
        try {
            place.clock().sleep(ASK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the lock of " + place.location());
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
