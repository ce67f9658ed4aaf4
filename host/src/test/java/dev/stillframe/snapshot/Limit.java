// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import dev.stillframe.api.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Deadlines for tests: far away, or passed after so many looks. */
public final class Limit {
    private Limit() {}

    public static Deadline far() {
        return () -> Duration.ofHours(1);
    }

    public static Deadline passedAfter(int looks) {
        AtomicInteger left = new AtomicInteger(looks);
        return () -> left.getAndDecrement() > 0 ? Duration.ofHours(1) : Duration.ZERO;
    }
}
