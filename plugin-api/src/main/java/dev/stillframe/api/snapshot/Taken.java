// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Thaw;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Snapshots that exist.
 *
 * @param views where to read them; together they cover the request's sources
 * @param begun when taking began, with the clock's full resolution
 * @param ended when it ended: the instant, or the instants, lie between
 * @param snapshots what has to be released
 * @param natives how the hold of each of the request's native components ended; one that is not named was not held
 */
public record Taken(
        List<View> views,
        Instant begun,
        Instant ended,
        List<OwnedSnapshot> snapshots,
        Map<Quiesce.Native, Thaw> natives) {
    public Taken {
        views = List.copyOf(views);
        snapshots = List.copyOf(snapshots);
        natives = Map.copyOf(natives);
    }

    /** Without native writers. */
    public Taken(List<View> views, Instant begun, Instant ended, List<OwnedSnapshot> snapshots) {
        this(views, begun, ended, snapshots, Map.of());
    }
}
