// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import java.time.Duration;

/**
 * How long each step may take before the host stops waiting; for each application, except {@code freeze}.
 *
 * @param prepare for each application and each snapshot set
 * @param freeze from the first freeze to the last thaw, of the whole group
 * @param gather until the late files are there
 * @param validate until the verdict is there
 * @param complete until the application has taken note
 * @param close until a participant or snapshot set has given back what it holds
 */
public record Timeouts(
        Duration prepare, Duration freeze, Duration gather, Duration validate, Duration complete, Duration close) {

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
}
