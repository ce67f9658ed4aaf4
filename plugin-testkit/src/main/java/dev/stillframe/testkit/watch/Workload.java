// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.watch;

import dev.stillframe.testkit.Application;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets an application work, without pause, on a thread of its own, and notes when it made progress. */
public final class Workload implements AutoCloseable {
    private static final long PAUSE_NANOS = 2_000_000; // after a refusal, which may come at once

    /**
     * A piece of work that was acknowledged.
     *
     * @param begun on the clock of {@link System#nanoTime}
     * @param ended likewise
     */
    public record Progress(long begun, long ended) {}

    private final Application application;
    private final Thread thread;
    // guarded by this
    private final List<Progress> progress = new ArrayList<>();
    private long refusals;
    private Optional<Exception> refusal = Optional.empty();
    private volatile boolean ending;

    private Workload(Application application) {
        this.application = application;
        thread = new Thread(this::run, "workload of the kit");
        thread.setDaemon(true);
    }

    /** Begins, and waits until there is progress. */
    public static Workload begin(Application application) {
        Workload workload = new Workload(application);
        workload.thread.start();
        return workload;
    }

    /** How much was acknowledged. */
    public synchronized int done() {
        return progress.size();
    }

    /** How often the application refused. */
    public synchronized long refusals() {
        return refusals;
    }

    /** What the last refusal said. */
    public synchronized String lastRefusal() {
        return refusal.map(each -> "; the last attempt ended with " + each).orElse("");
    }

    /** What was acknowledged of the work that began and ended between two moments. */
    public synchronized List<Progress> between(long from, long to) {
        return progress.stream()
                .filter(each -> each.begun() - from >= 0 && each.ended() - to <= 0)
                .toList();
    }

    /** Whether a piece of work that was acknowledged later was under way at a moment. */
    public synchronized boolean pendingAt(long moment) {
        return progress.stream().anyMatch(each -> each.begun() - moment <= 0 && each.ended() - moment > 0);
    }

    /** Waits until so much more is acknowledged. Returns whether it was. */
    public synchronized boolean progresses(int more, Duration limit) throws InterruptedException {
        int wanted = progress.size() + more;
        long end = System.nanoTime() + limit.toNanos();
        while (progress.size() < wanted) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    @Override
    public void close() {
        ending = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(30).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("Application.work does not answer an interrupt");
        }
    }

    private void run() {
        while (!ending) {
            long begun = System.nanoTime();
            try {
                application.work();
                worked(new Progress(begun, System.nanoTime()));
            } catch (InterruptedException e) {
                ending = true;
            } catch (Exception e) {
                refused(e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private synchronized void worked(Progress piece) {
        progress.add(piece);
        notifyAll();
    }

    private synchronized void refused(Exception why) {
        refusals++;
        refusal = Optional.of(why);
    }
}
