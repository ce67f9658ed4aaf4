// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import java.time.Duration;

/**
 * How long each step may take before the host stops waiting; for each application, except {@code freeze}.
 *
 * @param prepare for each application and each snapshot set
 * @param freeze from the first freeze to the last thaw, of the whole group; see {@link FreezeBudget}
 * @param gather until the late files are there
 * @param validate until the verdict is there
 * @param complete until the application has taken note
 * @param close until a participant or snapshot set has given back what it holds, or an abort outside the window is over
 */
public record Timeouts(
        Duration prepare, Duration freeze, Duration gather, Duration validate, Duration complete, Duration close) {
    private static final Duration COPY = Duration.ofDays(7);

    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofMinutes(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1));
    }

    public Timeouts withFreeze(Duration limit) {
        return new Timeouts(prepare, limit, gather, validate, complete, close);
    }

    /** What a whole cycle takes at most, the copy, which the cycle does not see, taken to be a week. */
    Duration whole() {
        return prepare.multipliedBy(2)
                .plus(freeze)
                .plus(gather)
                .plus(validate)
                .plus(COPY)
                .plus(complete)
                .plus(close.multipliedBy(2));
    }
}
