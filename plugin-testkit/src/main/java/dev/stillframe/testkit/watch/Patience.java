// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.watch;

import java.time.Duration;

/** Waits for what cannot call back. */
public final class Patience {
    private static final long STEP_MILLIS = 1;

    /** Something that becomes true. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it is. */
        boolean holds() throws Exception;
    }

    private Patience() {}

    /** Waits until something is so. Returns whether it was in time. */
    public static boolean until(Duration limit, Condition condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (end - System.nanoTime() <= 0) {
                return false;
            }
            Thread.sleep(STEP_MILLIS);
        }
        return true;
    }

    /** Lets time pass in which something could happen. */
    public static void watch(Duration window) throws InterruptedException {
        Thread.sleep(window.toMillis());
    }
}
