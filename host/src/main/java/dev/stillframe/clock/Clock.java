// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Wall time for what people read, monotonic time for what must not jump. Any thread. */
public interface Clock extends InstantSource {
    /** Nanoseconds on a monotonic clock; only differences mean anything. */
    long nanoTime();

    /** Waits. A clock of tests need not: it can go forward instead. */
    default void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    /** The system's clocks. */
    static Clock system() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }
        };
    }
}
