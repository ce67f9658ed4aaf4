// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.Allocation;
import dev.stillframe.sqlserver.format.DataPage;
import dev.stillframe.sqlserver.format.FileHeader;
import dev.stillframe.sqlserver.format.Lsn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Reads the data files once, with a few threads; each holds one batch of pages and three maps. */
final class DataPass {
    private static final int MOST_THREADS = 8;
    private static final ThreadFactory THREADS = work -> {
        Thread thread = new Thread(work, "sqlserver-pages");
        thread.setDaemon(true);
        return thread;
    };

    private final Iterator<Stretch> stretches;
    private final Optional<Lsn> logEnd;
    private final Optional<Lsn> checkpoint;
    private final Encryption encryption;
    private final Findings findings;
    private final Findings suspects;
    private final Patience patience;

    /**
     * @param logEnd of the log that belongs to these files
     * @param checkpoint from where a recovery will begin
     */
    DataPass(
            List<DatabaseFile> files,
            Optional<Lsn> logEnd,
            Optional<Lsn> checkpoint,
            Encryption encryption,
            Findings findings,
            Findings suspects,
            Patience patience) {
        this.stretches = files.stream().flatMap(DataPass::stretches).iterator();
        this.logEnd = logEnd;
        this.checkpoint = checkpoint;
        this.encryption = encryption;
        this.findings = findings;
        this.suspects = suspects;
        this.patience = patience;
    }

    /** Reads everything. Where it fails, its threads end soon afterwards, not at once. */
    Tally run() throws IOException, WriterException {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads, THREADS);
        try {
            List<Future<Tally>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(pool.submit(this::work));
            }
            Tally whole = new Tally();
            for (Future<Tally> part : parts) {
                whole.add(part.get());
            }
            return whole;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            pool.shutdownNow();
        }
    }

    private Tally work() throws IOException, WriterException {
        Tally tally = new Tally();
        byte[] buffer = new byte[Stretch.BATCH * DataPage.SIZE];
        for (Optional<Stretch> next = next(); next.isPresent(); next = next()) {
            Stretch stretch = next.get();
            PageJudge judge = new PageJudge(
                    stretch.file().path(), stretch.fileId(), logEnd, checkpoint, encryption, findings, suspects, tally);
            stretch.read(buffer, judge, patience);
        }
        return tally;
    }

    private Optional<Stretch> next() {
        synchronized (stretches) {
            return stretches.hasNext() ? Optional.of(stretches.next()) : Optional.empty();
        }
    }

    private static Stream<Stretch> stretches(DatabaseFile file) {
        OptionalInt id =
                file.header().map(FileHeader::fileId).map(OptionalInt::of).orElse(OptionalInt.empty());
        long pages = file.pages();
        return LongStream.iterate(0, from -> from < pages, from -> from + Allocation.PFS_INTERVAL)
                .mapToObj(from -> new Stretch(file, id, from, Math.min(pages, from + Allocation.PFS_INTERVAL)));
    }

    private static WriterException unwrapped(ExecutionException e) throws IOException {
        Throwable cause = e.getCause();
        if (cause instanceof IOException unreadable) {
            throw unreadable;
        }
        if (cause instanceof WriterException failure) {
            return failure;
        }
        throw new IllegalStateException(cause);
    }
}
