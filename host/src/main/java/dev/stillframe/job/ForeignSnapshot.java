// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.SharedPlace;
import dev.stillframe.tree.SharedPlace.Foreign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A snapshot that another program, restic for example, stored in one of our destinations.
 *
 * @param place where it is
 */
record ForeignSnapshot(SharedPlace place, Foreign stored) {
    /** What restic takes as a beginning of a snapshot's name. */
    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{4,64}");

    /** All of them, destination by destination, oldest first. */
    static List<ForeignSnapshot> all(Site site) throws StillframeException {
        List<ForeignSnapshot> all = new ArrayList<>();
        for (Destination destination : site.destinations()) {
            if (destination instanceof SharedPlace place) {
                place.foreign().forEach(stored -> all.add(new ForeignSnapshot(place, stored)));
            }
        }
        return all;
    }

    /**
     * The one whose name begins so; empty if there is none, or if a backup of ours has such a name: that is meant then.
     *
     * @throws StillframeException if more than one has
     */
    static Optional<ForeignSnapshot> find(Site site, String id) throws StillframeException {
        if (!BEGINNING.matcher(id).matches() || isOurs(site, id)) {
            return Optional.empty();
        }
        List<ForeignSnapshot> matching = all(site).stream()
                .filter(snapshot -> snapshot.stored().id().startsWith(id))
                .toList();
        if (matching.size() > 1) {
            throw new StillframeException(
                    "backup.unknown",
                    "more than one snapshot's name begins with " + id,
                    Retry.DOES_NOT_HELP,
                    "`stillframe list --all --json` shows the whole names");
        }
        return matching.stream().findFirst();
    }

    private static boolean isOurs(Site site, String id) throws StillframeException {
        for (Destination destination : site.destinations()) {
            if (destination.list().backups().stream()
                    .anyMatch(backup -> backup.label().id().startsWith(id))) {
                return true;
            }
        }
        return false;
    }
}
