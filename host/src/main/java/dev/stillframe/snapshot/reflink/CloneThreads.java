// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that are there before the frozen window. They keep no program from ending. */
final class CloneThreads implements Executor, AutoCloseable {
    private final ThreadPoolExecutor pool;

    CloneThreads(int count) {
        pool = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "stillframe-clone");
            thread.setDaemon(true);
            return thread;
        });
        pool.prestartAllCoreThreads();
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
