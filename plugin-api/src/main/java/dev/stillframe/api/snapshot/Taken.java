// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import java.time.Instant;
import java.util.List;

/**
 * Snapshots that exist.
 *
 * @param views where to read them; together they cover the request's sources
 * @param begun when taking began, with the clock's full resolution
 * @param ended when it ended: the instant, or the instants, lie between
 * @param snapshots what has to be released
 */
public record Taken(List<View> views, Instant begun, Instant ended, List<OwnedSnapshot> snapshots) {
    public Taken {
        views = List.copyOf(views);
        snapshots = List.copyOf(snapshots);
    }
}
