// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.lock;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.SealedFiles;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.LockDocument;
import dev.stillframe.store.restic.format.LockJson;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The locks that lie in a repository. Any thread. */
public final class Locks {
    /** Clocks that are further apart deserve a word. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final SealedFiles files;
    private final Clock clock;
    private final LockTiming timing;
    private final String location;
    private final LockHolder self = LockHolder.ofThisProcess();

    public Locks(Repository repository, LockTiming timing) {
        this.files = repository.files();
        this.clock = repository.clock();
        this.timing = timing;
        location = repository.location();
    }

    /**
     * Locks the repository.
     *
     * @param exclusive whether nobody else may work there meanwhile
     * @throws RepositoryException with the code {@code repository.locked} if others work there
     */
    public RepositoryLock acquire(boolean exclusive) throws IOException {
        makeWay(exclusive, Set.of());
        FileId mine = save(exclusive);
        try {
            clock.sleep(timing.settle());
            makeWay(exclusive, Set.of(mine));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            files.remove(Kind.LOCKS, mine);
            throw new InterruptedIOException("interrupted while " + location + " was being locked");
        } catch (IOException e) {
            files.remove(Kind.LOCKS, mine);
            throw e;
        }
        return new RepositoryLock(this, exclusive, mine, clock, timing, location);
    }

    /**
     * Removes locks whose holders are gone, or all. Returns a line for each that it removed.
     *
     * @param all also those of others that may be working, and those that cannot be read: for people who know better
     */
    public List<String> unlock(boolean all) throws IOException {
        List<String> removed = new ArrayList<>();
        for (FileId id : files.list(Kind.LOCKS)) {
            Optional<LockDocument> lock;
            try {
                lock = load(id);
            } catch (RepositoryException e) {
                lock = Optional.empty();
            }
            if (all || lock.filter(this::stale).isPresent()) {
                files.remove(Kind.LOCKS, id);
                removed.add(lock.map(Locks::text).orElse("a lock that cannot be read, " + id.brief()));
            }
        }
        return removed;
    }

    FileId save(boolean exclusive) throws IOException {
        return files.save(Kind.LOCKS, LockJson.write(self.lock(clock.instant(), exclusive)));
    }

    void remove(FileId lock) throws IOException {
        files.remove(Kind.LOCKS, lock);
    }

    boolean exists(FileId lock) throws IOException {
        return files.list(Kind.LOCKS).contains(lock);
    }

    /**
     * Refuses if others are in the way. A stale lock that is in the way is removed, never only ignored: a holder that was
     * suspended for long finds it gone when it wakes, and stops.
     */
    private void makeWay(boolean exclusive, Set<FileId> own) throws IOException {
        for (FileId id : files.list(Kind.LOCKS)) {
            Optional<LockDocument> other = own.contains(id) ? Optional.empty() : load(id);
            if (other.isPresent() && (exclusive || other.get().exclusive())) {
                if (!stale(other.get())) {
                    throw locked(other.get());
                }
                files.remove(Kind.LOCKS, id);
            }
        }
    }

    private boolean stale(LockDocument lock) {
        return self.knowsGone(lock) || lock.time().isBefore(clock.instant().minus(timing.stale()));
    }

    /** Empty if it is gone by now. */
    private Optional<LockDocument> load(FileId id) throws IOException {
        try {
            return Optional.of(LockJson.read(files.load(Kind.LOCKS, id), "lock " + id));
        } catch (BackendException e) {
            if (e.failure() == Failure.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (RepositoryException e) {
            throw new RepositoryException(
                    new Problem(
                            "repository.lock-damaged",
                            location + " has a lock that cannot be read, " + id + ": " + e.getMessage(),
                            Retry.UNKNOWN,
                            "if nobody works there, remove it with: unlock --all"),
                    e);
        }
    }

    private RepositoryException locked(LockDocument lock) {
        Instant now = clock.instant();
        String hint = lock.time().isAfter(now.plus(SKEW))
                ? "its time lies in the future: compare the clocks of both machines"
                : "wait until it is done; a lock whose holder is gone is removed with: unlock";
        return new RepositoryException(
                new Problem("repository.locked", location + " is locked by " + text(lock), Retry.HELPS, hint));
    }

    private static String text(LockDocument lock) {
        return "process " + lock.pid() + " of " + lock.username() + " on " + lock.hostname()
                + (lock.exclusive() ? ", alone, " : " ") + "since " + lock.time();
    }
}
