// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on several threads, a bounded number of batches ahead of its end. Batches are begun by one thread. Every work
 * that was given runs, also after a failure: it asks {@link #failed} and gives back what it holds.
 */
final class ParallelWork implements AutoCloseable {
    private static final int BATCHES = 3;

    /** Works that belong together; over when all of them and the giving are. */
    private static final class Batch {
        private final AtomicInteger open = new AtomicInteger(1);
        private final CountDownLatch over = new CountDownLatch(1);

        void done() {
            if (open.decrementAndGet() == 0) {
                over.countDown();
            }
        }
    }

    private final ExecutorService pool;
    private final AtomicReference<@Nullable TargetException> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();
    private final Deque<Batch> begun = new ArrayDeque<>();
    private Batch current = new Batch();

    ParallelWork(int threads) {
        pool = Executors.newFixedThreadPool(threads, task -> new Thread(task, "stillframe-restore"));
    }

    /** Gives work to the batch of now. */
    void give(Runnable work) {
        Batch batch = current;
        batch.open.incrementAndGet();
        pool.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                defect.compareAndSet(null, e);
            } finally {
                batch.done();
            }
        });
    }

    /** Begins another batch, when there are not too many; fails if anything has failed. */
    void next() throws TargetException {
        current.done();
        begun.addLast(current);
        current = new Batch();
        while (begun.size() >= BATCHES) {
            await(begun.removeFirst());
        }
        check();
    }

    /** Waits for everything that was given; fails if anything has failed. */
    void finish() throws TargetException {
        current.done();
        begun.addLast(current);
        current = new Batch();
        while (!begun.isEmpty()) {
            await(begun.removeFirst());
        }
        check();
    }

    /** No further entry can be expected to succeed. */
    void fail(TargetException e) {
        failure.compareAndSet(null, e);
    }

    boolean failed() {
        return failure.get() != null || defect.get() != null;
    }

    private void check() throws TargetException {
        TargetException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        Optional<Throwable> defective = Optional.ofNullable(defect.get());
        if (defective.isPresent()) {
            throw new IllegalStateException("a file could not be restored: " + defective.get(), defective.get());
        }
    }

    private static void await(Batch batch) {
        boolean interrupted = false;
        while (true) {
            try {
                batch.over.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // its files are written to the end: half a file stands under no real name
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for what was given. */
    @Override
    public void close() {
        pool.shutdown();
        boolean interrupted = false;
        while (!pool.isTerminated()) {
            try {
                pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
