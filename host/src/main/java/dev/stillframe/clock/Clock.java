// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.clock;

import java.time.Instant;
import java.time.InstantSource;

/** Wall time for what people read, monotonic time for what must not jump. Any thread. */
public interface Clock extends InstantSource {
    /** Nanoseconds on a monotonic clock; only differences mean anything. */
    long nanoTime();

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
