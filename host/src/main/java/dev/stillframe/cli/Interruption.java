// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * What a signal (Ctrl-C, SIGTERM) does: it interrupts the work, which then thaws everything and ends, and only then lets
 * the process end.
 */
final class Interruption {
    private Interruption() {}

    /**
     * Runs the work on this thread.
     *
     * @param patience how long the process lives on after a signal at the most
     */
    static int guard(Duration patience, IntSupplier work) {
        Thread worker = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> interrupt(worker, ended, patience), "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.getAsInt();
        } finally {
            ended.countDown();
            forget(hook);
        }
    }

    /** Interrupts a thread and waits for it to be done, not for ever. Says whether it was. */
    static boolean interrupt(Thread worker, CountDownLatch ended, Duration patience) {
        worker.interrupt();
        try {
            return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs already: a signal came, and the process ends with it
        }
    }
}
