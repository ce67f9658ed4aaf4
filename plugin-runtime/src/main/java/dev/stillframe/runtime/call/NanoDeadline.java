// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.Deadline;
import java.time.Duration;

/**
 * A deadline on a monotonic clock.
 *
 * @param at the clock's value when it passes
 */
public record NanoDeadline(NanoClock clock, long at) implements Deadline {

    /** The deadline that passes after a while, counted from now. */
    public static NanoDeadline in(Duration limit, NanoClock clock) {
        return new NanoDeadline(clock, clock.nanoTime() + limit.toNanos());
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** What is left in nanoseconds; zero once it has passed. */
    public long remainingNanos() {
        return Math.max(0, at - clock.nanoTime());
    }

    /** The earlier of this deadline and another on the same clock. */
    public NanoDeadline orEarlier(NanoDeadline other) {
        return at - other.at <= 0 ? this : other;
    }
}
