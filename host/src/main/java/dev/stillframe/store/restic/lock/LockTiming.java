// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.lock;

import java.time.Duration;

/**
 * How long things take with locks. All who share a repository have to agree on {@code stale}.
 *
 * @param settle between the making of a lock and the second look for others: longer than a place needs to show a new file
 * @param refresh how often a lock is made anew while it is held
 * @param stale a lock that is older has no holder any more
 */
public record LockTiming(Duration settle, Duration refresh, Duration stale) {
    /** As restic. */
    public static LockTiming standard() {
        return new LockTiming(Duration.ofMillis(200), Duration.ofMinutes(5), Duration.ofMinutes(30));
    }

    /** A lock that was not refreshed for so long is no longer relied on: others may soon take it for stale. */
    Duration reliable() {
        return stale.minus(refresh.multipliedBy(3).dividedBy(2));
    }
}
