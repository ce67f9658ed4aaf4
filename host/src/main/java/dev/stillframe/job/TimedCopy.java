// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.StillframeException;
import dev.stillframe.reader.ImageCopy;
import dev.stillframe.reader.Late;
import dev.stillframe.reader.ReadReport;
import dev.stillframe.tree.Destination;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The copies of one backup, together bounded in time and interruptible. */
final class TimedCopy {
    private final Clock clock;
    private final Destination destination;
    private final Duration limit;
    private final long startNanos;
    private final Instant began;
    private final List<ImageCopy> copies = new ArrayList<>();
    private Optional<Instant> ended = Optional.empty();

    /** @param destination of the job, which failures of storing name */
    TimedCopy(Clock clock, Destination destination, Duration limit) {
        this.clock = clock;
        this.destination = destination;
        this.limit = limit;
        this.startNanos = clock.nanoTime();
        this.began = clock.instant();
    }

    ImageCopy walk(ImageCopy copy) throws StillframeException {
        copies.add(copy);
        bounded(() -> {
            copy.walk();
            return copy;
        });
        return copy;
    }

    void add(ImageCopy copy, List<Late> late) throws StillframeException {
        bounded(() -> {
            copy.add(late);
            return copy;
        });
    }

    List<ReadReport> reports() {
        return copies.stream().map(ImageCopy::report).toList();
    }

    Instant began() {
        return began;
    }

    Instant ended() {
        return ended.orElse(began);
    }

    private void bounded(java.util.concurrent.Callable<ImageCopy> work) throws StillframeException {
        Duration left = limit.minusNanos(clock.nanoTime() - startNanos);
        ExecutorService one = Executors.newSingleThreadExecutor(task -> new Thread(task, "copy"));
        Future<ImageCopy> running = one.submit(work);
        try {
            running.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new StillframeException(
                    "backup.copy-timeout",
                    "copying took longer than the job's copy-timeout of " + limit.toSeconds() + " s",
                    Retry.UNKNOWN,
                    "raise copy-timeout, or put the files on a volume that can be snapshot",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StillframeException("backup.interrupted", "the copy was interrupted", Retry.HELPS, "", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            running.cancel(true);
            one.shutdownNow();
            awaitEnd(one); // the draft must not be taken away under its writer
            ended = Optional.of(clock.instant());
        }
    }

    private static void awaitEnd(ExecutorService one) {
        boolean interrupted = Thread.interrupted();
        try {
            one.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private StillframeException failure(Throwable cause) {
        if (cause instanceof IOException e) {
            return Stores.failure(destination, e);
        }
        return new StillframeException(
                "backup.copy",
                "the copy failed: " + cause,
                Retry.UNKNOWN,
                "this is a defect of stillframe: report it with the log",
                cause);
    }
}
