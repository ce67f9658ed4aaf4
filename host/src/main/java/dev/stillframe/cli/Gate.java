// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the log's queue and its file: while it is closed nothing is written, and the one thread that writes
 * waits here. Opened and closed by any thread.
 */
final class Gate extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** A file that takes longer for a line is not waited for: what comes after is held all the same. */
    private static final long PATIENCE_MILLIS = 1000;

    private final Semaphore pass = new Semaphore(1);
    private boolean closed; // guarded by this
    private @Nullable Appender<ILoggingEvent> file;

    /** Puts it before a file. */
    void before(LoggerContext context, Appender<ILoggingEvent> behind) {
        file = behind;
        setContext(context);
        start();
    }

    /** Returns when nothing is being written any more, or after a while. */
    synchronized void close() {
        if (!closed) {
            closed = taken();
        }
    }

    synchronized void open() {
        if (closed) {
            closed = false;
            pass.release();
        }
    }

    private boolean taken() {
        boolean interrupted = Thread.interrupted(); // a thread that is to end still opens no window with the log open
        try {
            return pass.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return pass.tryAcquire();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        Appender<ILoggingEvent> behind = file;
        pass.acquireUninterruptibly();
        try {
            if (behind != null) {
                behind.doAppend(event);
            }
        } finally {
            pass.release();
        }
    }
}
