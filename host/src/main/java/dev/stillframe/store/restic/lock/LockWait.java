// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.lock;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Locks a repository as soon as nobody is in the way. Any thread. */
public final class LockWait {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    /** What a place says that takes no new file, and gives what it has. */
    private static final Set<String> TAKES_NOTHING = Set.of("store.read-only", "store.denied", "store.full");

    private final Locks locks;
    private final Clock clock;
    private final String location;
    private final Duration limit;

    /** @param limit how long others are waited for */
    public LockWait(Repository repository, LockTiming timing, Duration limit) {
        this.locks = new Locks(repository, timing);
        this.clock = repository.clock();
        this.location = repository.location();
        this.limit = limit;
    }

    /**
     * Locks the repository.
     *
     * @param exclusive whether nobody else may work there meanwhile
     * @throws RepositoryException with the code {@code repository.locked} if others still work there at the end of the wait
     */
    public RepositoryLock acquire(boolean exclusive) throws IOException {
        long began = clock.nanoTime();
        while (true) {
            try {
                return locks.acquire(exclusive);
            } catch (RepositoryException e) {
                boolean waits =
                        e.problem().code().equals("repository.locked") && clock.nanoTime() - began < limit.toNanos();
                if (!waits) {
                    throw e;
                }
            }
            pause();
        }
    }

    /**
     * The same, shared, for those who only read. Empty where the place takes no lock because it cannot be written: a disk
     * that is full or mounted read-only must still give back what it has.
     *
     * @param unlocked is told that nothing keeps others from pruning, and why
     */
    public Optional<RepositoryLock> acquireToRead(Consumer<Problem> unlocked) throws IOException {
        try {
            return Optional.of(acquire(false));
        } catch (BackendException e) {
            if (!TAKES_NOTHING.contains(e.problem().code())) {
                throw e;
            }
            unlocked.accept(new Problem(
                    "repository.unlocked",
                    location + " is read without a lock: " + e.problem().message(),
                    Retry.DOES_NOT_HELP,
                    "see to it that nobody prunes it meanwhile"));
            return Optional.empty();
        }
    }

    private void pause() throws IOException {
        try {
            clock.sleep(ASK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the lock of " + location);
        }
    }
}
