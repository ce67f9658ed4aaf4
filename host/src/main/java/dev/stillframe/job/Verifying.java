// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Destination.Verified;
import dev.stillframe.tree.SharedPlace.Foreign;
import java.util.List;
import java.util.Optional;

/** Reads a stored backup again and compares it with its manifest. */
public final class Verifying {
    private final Site site;

    public Verifying(Site site) {
        this.site = site;
    }

    /** @param id of the backup, a beginning of it, {@code latest}, or that of a snapshot which another program made */
    public Result run(String id) throws StillframeException {
        Optional<ForeignSnapshot> foreign = ForeignSnapshot.find(site, id);
        if (foreign.isPresent()) {
            Foreign stored = foreign.get().stored();
            return result(stored.id(), foreign.get().place().verify(stored, new Progress(site.events(), "verify", 0)));
        }
        Destination destination = StoredBackups.holder(site, id);
        Published backup = StoredBackups.find(destination, id);
        Verified verified = destination.verify(backup, new Progress(site.events(), "verify", BackedUp.bytes(backup)));
        return result(backup.label().id(), verified);
    }

    private static Result result(String id, Verified verified) {
        return new Result(id, verified.files(), verified.bytes(), verified.mismatches());
    }

    /** @param mismatches each names a file and what is wrong; empty means every byte is what was stored */
    public record Result(String id, long files, long bytes, List<String> mismatches) {
        public Result {
            mismatches = List.copyOf(mismatches);
        }
    }
}
