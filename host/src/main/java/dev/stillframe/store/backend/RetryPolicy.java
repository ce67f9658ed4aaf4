// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a transient failure is tried again: twice as long each time, a random half of it, so that many
 * callers do not come back at once.
 *
 * @param first the longest wait before the second attempt
 * @param longest the longest wait before any attempt
 * @param total from the first attempt on, no attempt begins later
 */
public record RetryPolicy(Duration first, Duration longest, Duration total) {
    /** The usual waits. */
    public static RetryPolicy within(Duration total) {
        return new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), total);
    }

    /** @param attempts how many have failed, at least one */
    Duration waitAfter(int attempts, RandomGenerator random) {
        Duration wait = first;
        for (int i = 1; i < attempts && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        long nanos = (wait.compareTo(longest) < 0 ? wait : longest).toNanos();
        return Duration.ofNanos(nanos / 2 + (long) (random.nextDouble() * (nanos / 2.0)));
    }
}
