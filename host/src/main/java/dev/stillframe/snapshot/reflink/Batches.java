// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Work on one open folder that several threads share. It is over before the folder is closed, whatever fails; an
 * interrupt makes it stop early.
 */
final class Batches implements AutoCloseable {
    private final Executor executor;
    private final List<FutureTask<Void>> tasks = new ArrayList<>();
    private volatile boolean stopped;

    Batches(Executor executor) {
        this.executor = executor;
    }

    /** A part of the work; asks now and then whether it should stop. */
    interface Batch {
        void run(BooleanSupplier stopped) throws LinuxException, SnapshotException;
    }

    void add(Batch batch) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            batch.run(() -> stopped);
            return null;
        });
        tasks.add(task);
        executor.execute(task);
    }

    /** Waits for all, and passes the first failure on. */
    void await() throws LinuxException, SnapshotException {
        boolean interrupted = false;
        Throwable first = null;
        for (FutureTask<Void> task : tasks) {
            boolean done = false;
            while (!done) {
                try {
                    task.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    stopped = true;
                } catch (ExecutionException e) {
                    first = first == null ? e.getCause() : first;
                    stopped = true;
                    done = true;
                }
            }
        }
        tasks.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new LinuxException(Errno.EINTR, "walk", "cloning");
        }
        rethrow(first);
    }

    private static void rethrow(@Nullable Throwable failure) throws LinuxException, SnapshotException {
        if (failure instanceof LinuxException e) {
            throw e;
        }
        if (failure instanceof SnapshotException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /** After a failure elsewhere: stops what still runs and waits for it. Its own failures come second and are dropped. */
    @Override
    public void close() throws LinuxException, SnapshotException {
        if (!tasks.isEmpty()) {
            stopped = true;
            await();
        }
    }
}
