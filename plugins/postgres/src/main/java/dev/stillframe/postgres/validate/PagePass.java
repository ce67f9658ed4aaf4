// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.PgControl;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Checks files of relations on a few threads; whoever adds a file works too when they are all busy. */
final class PagePass implements AutoCloseable {
    private static final int MOST_THREADS = 8;
    private static final int QUEUE = 64;

    private final PgControl control;
    private final boolean carries;
    private final Patience patience;
    private final Suspects suspects;
    private final LatestPages latest = new LatestPages();
    private final ConcurrentLinkedDeque<PageScanner> idle = new ConcurrentLinkedDeque<>();
    private final ThreadPoolExecutor threads;
    private @Nullable Throwable failure;
    private long judged;
    private long carried;

    /** @param carries whether pages that did not change since they were judged are passed over */
    PagePass(PgControl control, boolean carries, Patience patience) {
        this.control = control;
        this.carries = carries;
        this.patience = patience;
        this.suspects = new Suspects(control.segmentPages(), false);
        int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                work -> {
                    Thread thread = new Thread(work, "page check " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** Checks a file, now or soon. */
    void add(RelationFile file) throws IOException, WriterException {
        rethrow();
        threads.execute(() -> scan(file));
    }

    /** Waits until every file is checked. */
    void finish() throws IOException, WriterException {
        threads.shutdown();
        try {
            while (!threads.awaitTermination(100, TimeUnit.MILLISECONDS)) {
                rethrow();
                patience.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted();
        }
        rethrow();
    }

    synchronized long judged() {
        return judged;
    }

    /** How many pages were passed over. */
    synchronized long carried() {
        return carried;
    }

    /** To be used once {@link #finish} has returned. */
    Suspects suspects() {
        return suspects;
    }

    /** To be used once {@link #finish} has returned. */
    LatestPages latest() {
        return latest;
    }

    PageScanner scanner() {
        PageScanner scanner = idle.poll();
        return scanner != null
                ? scanner
                : new PageScanner(control.pageSize(), control.segmentPages(), control.checksumVersion() == 1);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void scan(RelationFile file) {
        try {
            PageScanner scanner = scanner();
            List<ImageFile.Span> unchanged = carries ? file.file().unchanged() : List.of();
            record(file, scanner.scan(file, unchanged, patience));
            idle.push(scanner);
        } catch (Throwable e) { // an error that nobody hears of would let the file count as checked
            fail(e);
        }
    }

    private synchronized void record(RelationFile file, PageScanner.Scan scan) {
        judged += scan.pages();
        carried += scan.carried();
        suspects.add(file.fork(), file.segment(), scan.bad());
        latest.add(file, new Lsn(scan.latest()), scan.latestAt());
    }

    private synchronized void fail(Throwable e) {
        failure = failure == null ? e : failure;
    }

    private synchronized void rethrow() throws IOException, WriterException {
        Throwable thrown = failure;
        if (thrown instanceof IOException io) {
            throw io;
        }
        if (thrown instanceof WriterException known) {
            throw known;
        }
        if (thrown instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }
}
