// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.time.Duration;

/**
 * When the host stops waiting for a call. Enforced from another thread, so a writer needs it only to bound its own
 * waits. Not for implementation by plugins. Any thread.
 */
public interface Deadline {
    /** What is left; zero once it has passed. Measured on a monotonic clock. */
    Duration remaining();

    /** Whether nothing is left. */
    default boolean passed() {
        return remaining().isZero();
    }
}
