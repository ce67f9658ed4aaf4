// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.ReceiptJson;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Destination.Published;
import java.time.Instant;
import java.util.List;

/** Finds backups in a destination by the names that operators use. */
final class StoredBackups {
    private StoredBackups() {}

    /**
     * The destination that a backup is in: of several that have one of this name the first, and of the latest that of the
     * latest of all. If none has it, the first, which says so.
     *
     * @param id whole, or a beginning, or {@code latest}
     */
    static Destination holder(Site site, String id) throws StillframeException {
        List<Destination> all = site.destinations();
        if (all.size() == 1) {
            return all.get(0);
        }
        Destination holder = all.get(0);
        Instant latest = Instant.MIN;
        for (Destination destination : all) {
            List<Published> backups = destination.list().backups();
            if (!id.equals("latest")) {
                if (backups.stream().anyMatch(backup -> backup.label().id().startsWith(id))) {
                    return destination;
                }
            } else if (!backups.isEmpty()) {
                Instant last = backups.get(backups.size() - 1).label().time();
                if (last.isAfter(latest)) {
                    latest = last;
                    holder = destination;
                }
            }
        }
        return holder;
    }

    /** @param id whole, or a beginning that only one has, or {@code latest} */
    static Published find(Destination destination, String id) throws StillframeException {
        Destination.Listing listing = destination.list();
        List<Published> all = listing.backups();
        if (id.equals("latest") && !all.isEmpty()) {
            // the latest may be the one that cannot be read, and an older one must not stand in for it unasked
            refuseUnreadable(listing.problems(), "");
            return all.get(all.size() - 1);
        }
        List<Published> matching =
                all.stream().filter(backup -> backup.label().id().equals(id)).toList();
        if (matching.isEmpty()) {
            matching = all.stream()
                    .filter(backup -> backup.label().id().startsWith(id))
                    .toList();
        }
        if (matching.size() == 1) {
            return matching.get(0);
        }
        if (matching.isEmpty() && !id.equals("latest")) {
            refuseUnreadable(listing.problems(), id);
        }
        throw new StillframeException(
                "backup.unknown",
                (matching.isEmpty() ? "no backup is named " : "more than one backup's name begins with ") + id + " in "
                        + destination.location(),
                Retry.DOES_NOT_HELP,
                "`stillframe list` shows all of them");
    }

    private static void refuseUnreadable(List<Problem> problems, String id) throws StillframeException {
        for (Problem problem : problems) {
            if (problem.message().contains(id)) {
                throw new StillframeException(problem);
            }
        }
    }

    static Receipt receipt(Published backup) throws StillframeException {
        return ReceiptJson.read(
                backup.receipt(), "the receipt of backup " + backup.label().id());
    }
}
