// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.retention;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many backups are kept. A backup is kept if one of the rules wants it. Of the backups of an hour, a day and so on
 * the latest counts, and hours, days and so on without a backup do not.
 *
 * @param last how many of the latest
 * @param hourly for how many hours one of each
 * @param daily for how many days one of each
 * @param weekly for how many weeks one of each, see ISO 8601
 * @param monthly for how many months one of each
 * @param yearly for how many years one of each
 * @param within all that are at most so much older than the latest
 */
public record KeepRules(
        int last, int hourly, int daily, int weekly, int monthly, int yearly, Optional<Duration> within) {
    /** @throws IllegalArgumentException if a number is negative, or no rule keeps anything */
    public KeepRules {
        List<Integer> counts = List.of(last, hourly, daily, weekly, monthly, yearly);
        if (counts.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("a negative number of backups");
        }
        if (counts.stream().allMatch(count -> count == 0) && within.isEmpty()) {
            throw new IllegalArgumentException("rules that keep nothing");
        }
    }
}
