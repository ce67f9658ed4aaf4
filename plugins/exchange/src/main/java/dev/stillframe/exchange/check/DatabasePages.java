// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.WriterException;
import dev.stillframe.exchange.ese.PageCheck;
import dev.stillframe.exchange.ese.PageCheck.Judgement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks every page of one database, on a few threads that each take the next piece: together they read forward. Memory:
 * one piece a thread.
 */
final class DatabasePages {
    private static final int PIECE = 1 << 20;
    /** How many pages before the first one are headers. */
    static final int HEADERS = 2;

    private final ImageFile file;
    private final int pageSize;
    private final PageCheck check;
    private final Findings findings;
    private final Patience patience;
    private final Pace pace;
    private final AtomicLong next = new AtomicLong();

    DatabasePages(ImageFile file, int pageSize, Findings findings, Patience patience, Pace pace) {
        this.file = file;
        this.pageSize = pageSize;
        this.check = new PageCheck(pageSize);
        this.findings = findings;
        this.patience = patience;
        this.pace = pace;
    }

    /** How many pages are good, and how many were never written. */
    record Count(long good, long unused) {
        Count plus(Count more) {
            return new Count(good + more.good, unused + more.unused);
        }
    }

    Count check(int threads) throws IOException, WriterException {
        if (file.size() % pageSize != 0) {
            findings.add(
                    file.path(),
                    file.size() / pageSize - 1,
                    "only a part of the last page is there: the file is cut off");
        }
        if (file.size() <= (long) HEADERS * pageSize) {
            findings.add(file.path(), "there is not one page after the headers");
            return new Count(0, 0);
        }
        int most = (int) Math.max(1, Math.min(threads, file.size() / PIECE));
        ExecutorService pool = Executors.newFixedThreadPool(most, work -> {
            Thread thread = new Thread(work, "page check");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Count>> parts = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                parts.add(pool.submit(this::pieces));
            }
            Count all = new Count(0, 0);
            for (Future<Count> part : parts) {
                all = all.plus(result(part));
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    private Count pieces() throws IOException, WriterException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        Count count = new Count(0, 0);
        for (long at = next.getAndAdd(PIECE); at < file.size(); at = next.getAndAdd(PIECE)) {
            patience.check();
            pace.take(Math.min(PIECE, file.size() - at));
            piece.clear();
            ImageBytes.fill(file, piece, at);
            if (piece.position() < Math.min(PIECE, file.size() - at)) {
                throw new IOException(file.path() + " became shorter while it was read");
            }
            count = count.plus(judge(piece.array(), piece.position(), at / pageSize));
        }
        return count;
    }

    private Count judge(byte[] bytes, int length, long first) {
        long good = 0;
        long unused = 0;
        long last = file.size() / pageSize - 1;
        for (int i = 0; (i + 1) * pageSize <= length; i++) {
            long index = first + i;
            if (index < HEADERS) {
                continue;
            }
            Judgement judgement = check.judge(bytes, i * pageSize, index, index == last);
            if (judgement instanceof Judgement.Bad bad) {
                findings.add(file.path(), index - 1, bad.reason());
            } else if (judgement instanceof Judgement.Unused) {
                unused++;
            } else {
                good++;
                if (judgement instanceof Judgement.Correctable one) {
                    findings.remark(file.path() + ": page " + (index - 1) + ": bit " + one.bit()
                            + " is wrong, and its checksum corrects it: a disk or memory is failing");
                }
            }
        }
        return new Count(good, unused);
    }

    private static <T> T result(Future<T> part) throws IOException, WriterException {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof WriterException failure) {
                throw failure;
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(cause);
        }
    }
}
