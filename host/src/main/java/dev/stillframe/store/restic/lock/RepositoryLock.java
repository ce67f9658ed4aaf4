// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.lock;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A lock that is held, and refreshed by a thread of its own until it is closed. Any thread.
 *
 * <p>It can be lost: a machine that sleeps for half an hour holds nothing any more, and one whose clock is ahead takes a
 * live lock for stale. So whoever holds it calls {@link #check} before each step that others must not disturb: before a
 * snapshot is stored, before anything is removed.
 */
public final class RepositoryLock implements AutoCloseable {
    /** So long {@link #checkInPassing} believes that what was there is there. */
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private final Locks locks;
    private final boolean exclusive;
    private final Clock clock;
    private final LockTiming timing;
    private final String location;
    private final ScheduledExecutorService refresher;
    private FileId current;
    private Instant refreshed;
    private Instant seen;
    private boolean lost;

    RepositoryLock(Locks locks, boolean exclusive, FileId current, Clock clock, LockTiming timing, String location) {
        this.locks = locks;
        this.exclusive = exclusive;
        this.current = current;
        this.clock = clock;
        this.timing = timing;
        this.location = location;
        refreshed = clock.instant();
        seen = refreshed;
        refresher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "repository lock");
            thread.setDaemon(true);
            return thread;
        });
        long every = timing.refresh().toNanos();
        var unused = refresher.scheduleWithFixedDelay(this::tick, every, every, TimeUnit.NANOSECONDS);
    }

    public boolean exclusive() {
        return exclusive;
    }

    /**
     * Looks whether it is still there.
     *
     * @throws RepositoryException with the code {@code repository.lock-lost} if it is not held any more
     */
    public synchronized void check() throws IOException {
        if (!lost && overdue()) {
            refresh();
        } else if (!lost) {
            look();
        }
        if (lost) {
            throw new RepositoryException(new Problem(
                    "repository.lock-lost",
                    "the lock on " + location + " was lost: somebody removed it, or it could not be refreshed",
                    Retry.HELPS,
                    "what was stored so far is used again; did this machine sleep, or do clocks differ?"));
        }
    }

    /**
     * The same before each of many steps: one that follows soon after a look believes it. By the time of day, which goes
     * on while a machine or a process is suspended.
     */
    public synchronized void checkInPassing() throws IOException {
        Instant now = clock.instant();
        if (lost || now.isBefore(seen) || now.isAfter(seen.plus(BELIEVED))) {
            check();
        }
    }

    /**
     * Makes the lock anew, now; done by itself every few minutes. Others may have taken it for stale and removed it: it
     * counts only if it was there all the time.
     */
    synchronized void refresh() throws IOException {
        if (lost || !look()) {
            return;
        }
        FileId before = current;
        FileId next = locks.save(exclusive);
        if (look()) {
            current = next;
            refreshed = clock.instant();
            locks.remove(before);
        } else {
            locks.remove(next);
        }
    }

    /** Whether it is there: once it was not, it is lost for good. */
    private boolean look() throws IOException {
        Instant now = clock.instant();
        lost = !locks.exists(current);
        seen = now;
        return !lost;
    }

    private boolean overdue() {
        return clock.instant().isAfter(refreshed.plus(timing.reliable()));
    }

    private void tick() {
        try {
            refresh();
        } catch (IOException | RuntimeException e) {
            // the next tick tries again; if none succeeds, check says so
        }
    }

    @Override
    public void close() throws IOException {
        refresher.shutdownNow();
        synchronized (this) {
            lost = true;
            locks.remove(current);
        }
    }
}
