// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.clock.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The threads, buffers and leases of one copying, given back together. */
final class Session implements AutoCloseable {
    private final LeaseKeeper leases = new LeaseKeeper();
    private final ExecutorService pool;
    private final Readings readings;

    Session(
            SourceFiles files,
            ReadSettings settings,
            Clock clock,
            Buffers buffers,
            LongAdder read,
            Comparing comparing) {
        AtomicInteger number = new AtomicInteger();
        pool = Executors.newFixedThreadPool(settings.threads(), task -> {
            Thread thread = new Thread(task, "stillframe-read-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        readings = new Readings(
                new SourceContent.Means(buffers, pool, read), leases, new Writers(files), clock, comparing);
    }

    Readings readings() {
        return readings;
    }

    /** Whatever is being read was closed before. */
    @Override
    public void close() {
        leases.close();
        pool.shutdownNow();
        boolean interrupted = false;
        while (!pool.isTerminated()) {
            try {
                pool.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
