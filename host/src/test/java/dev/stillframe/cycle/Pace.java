// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How much slower than an idle one this machine is: tests of deadlines have to tell what the host does late from what the
 * scheduler lets nobody do in time.
 */
final class Pace implements AutoCloseable {
    private static final int MOST = 4;
    private static final long TICK = Duration.ofMillis(1).toNanos();
    private static final double SLOWNESS = slowness();

    private final AtomicLong lost = new AtomicLong();
    private final Thread ticking = new Thread(this::tick, "pace");

    private Pace() {}

    /** A time that an idle machine needs, as long as the processors of this one are shared by others: up to four times. */
    static Duration of(Duration idle) {
        return Duration.ofNanos((long) (idle.toNanos() * SLOWNESS));
    }

    /** Begins to count what a thread that wants to run every millisecond waits for longer than that. */
    static Pace watch() {
        Pace pace = new Pace();
        pace.ticking.setDaemon(true);
        pace.ticking.start();
        return pace;
    }

    /** The sum of it until now. */
    Duration lost() {
        return Duration.ofNanos(lost.get());
    }

    private void tick() {
        long last = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TICK);
            long now = System.nanoTime();
            lost.addAndGet(Math.max(0, now - last - 2 * TICK)); // a tick, and what parking always takes longer
            last = now;
        }
    }

    @Override
    public void close() {
        ticking.interrupt();
    }

    private static double slowness() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Math.min(MOST, Math.max(1, load / Runtime.getRuntime().availableProcessors()));
    }
}
