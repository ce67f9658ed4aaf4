// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * What a signal (Ctrl-C, SIGTERM) does: it interrupts the work, which then thaws everything and ends, and only then lets
 * the process end. The same happens when a plugin calls System.exit; the exit code is then never the plugin's.
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
        AtomicInteger exit = new AtomicInteger();
        Thread hook = new Thread(
                () -> {
                    Optional<String> culprit = caller();
                    interrupt(worker, ended, patience);
                    culprit.ifPresent(thread -> refuse(thread, exit.get()));
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            exit.set(work.getAsInt());
            return exit.get();
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

    /** Which thread called System.exit; none if a signal ends the process. */
    private static Optional<String> caller() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals("java.lang.Runtime")
                                && frame.getMethodName().equals("exit")))
                .map(thread -> thread.getKey().getName())
                .findFirst();
    }

    /** Ends the process with a code that claims no success: the work did not come to its own end. */
    private static void refuse(String thread, int exit) {
        System.err.println("stillframe: the thread \"" + thread
                + "\" ended the program, which no plugin may do; everything was given back first");
        System.err.flush();
        Runtime.getRuntime().halt(exit == 0 ? 1 : exit);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs already: a signal came, and the process ends with it
        }
    }
}
