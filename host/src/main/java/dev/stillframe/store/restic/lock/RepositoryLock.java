// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.lock;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A lock that is held, and refreshed by a thread of its own until it is closed. Any thread.
 *
 * <p>It can be lost: a machine that sleeps for half an hour holds nothing any more. So whoever holds it calls
 * {@link #check} before each step that others must not disturb: before a snapshot is stored, before anything is removed.
 */
public final class RepositoryLock implements AutoCloseable {
    private final Locks locks;
    private final boolean exclusive;
    private final Clock clock;
    private final LockTiming timing;
    private final String location;
    private final ScheduledExecutorService refresher;
    private FileId current;
    private Instant refreshed;
    private boolean lost;

    RepositoryLock(Locks locks, boolean exclusive, FileId current, Clock clock, LockTiming timing, String location) {
        this.locks = locks;
        this.exclusive = exclusive;
        this.current = current;
        this.clock = clock;
        this.timing = timing;
        this.location = location;
        refreshed = clock.instant();
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

    /** @throws RepositoryException with the code {@code repository.lock-lost} if it is not held any more */
    public synchronized void check() throws IOException {
        if (!lost && overdue()) {
            refreshIfThere();
        }
        if (lost) {
            throw new RepositoryException(new Problem(
                    "repository.lock-lost",
                    "the lock on " + location + " was lost: somebody removed it, or it could not be refreshed",
                    Retry.HELPS,
                    "what was stored so far is used again; did this machine sleep, or do clocks differ?"));
        }
    }

    /** Makes the lock anew, now. Done by itself every few minutes. */
    synchronized void refresh() throws IOException {
        if (lost) {
            return;
        }
        if (overdue()) {
            refreshIfThere();
        } else {
            replace();
        }
    }

    private boolean overdue() {
        return clock.instant().isAfter(refreshed.plus(timing.reliable()));
    }

    /** Others may have taken the lock for stale and removed it: it counts only if it was there all the time. */
    private void refreshIfThere() throws IOException {
        FileId before = current;
        if (!locks.exists(before)) {
            lost = true;
            return;
        }
        FileId next = locks.save(exclusive);
        if (!locks.exists(before)) {
            lost = true;
            locks.remove(next);
            return;
        }
        current = next;
        refreshed = clock.instant();
        locks.remove(before);
    }

    private void replace() throws IOException {
        FileId before = current;
        current = locks.save(exclusive);
        refreshed = clock.instant();
        locks.remove(before);
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
