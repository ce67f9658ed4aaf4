// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Holds read leases and gives each up as soon as somebody waits for it, also while the reading itself waits for the sink
 * or the disk: an application is held up for a few milliseconds, never for the kernel's 45 seconds. Any thread.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final long EVERY_MILLIS = 5;

    private final Set<Kept> kept = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stillframe-leases");
        thread.setDaemon(true);
        return thread;
    });

    LeaseKeeper() {
        ScheduledFuture<?> unused = watch.scheduleWithFixedDelay(
                () -> kept.forEach(Kept::look), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    Kept keep(SourceFile.Lease lease) {
        Kept one = new Kept(lease);
        kept.add(one);
        return one;
    }

    /** Gives up every lease. */
    @Override
    public void close() {
        watch.shutdownNow();
        kept.forEach(Kept::end);
    }

    /** A lease that is watched. */
    final class Kept {
        private final SourceFile.Lease lease;
        private boolean unbroken = true;
        private boolean ended;

        private Kept(SourceFile.Lease lease) {
            this.lease = lease;
        }

        /** Gives the lease up if somebody waits. */
        synchronized void look() {
            if (!ended && !holds()) {
                end();
            }
        }

        /** Ends it. Whether it protected the file until now. May be called twice. */
        synchronized boolean end() {
            if (!ended) {
                unbroken = holds();
                ended = true;
                kept.remove(this);
                try {
                    lease.release();
                } catch (IOException e) {
                    unbroken = false; // it counts for nothing, and ends with its descriptor
                }
            }
            return unbroken;
        }

        private boolean holds() {
            try {
                return lease.holds();
            } catch (IOException e) {
                return false;
            }
        }
    }
}
