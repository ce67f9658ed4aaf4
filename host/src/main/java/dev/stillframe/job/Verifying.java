// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Destination.Verified;
import java.util.List;

/** Reads a stored backup again and compares it with its manifest. */
public final class Verifying {
    private final Site site;

    public Verifying(Site site) {
        this.site = site;
    }

    /** @param id of the backup, a beginning of it, or {@code latest} */
    public Result run(String id) throws StillframeException {
        Destination destination = StoredBackups.holder(site, id);
        Published backup = StoredBackups.find(destination, id);
        Verified verified = destination.verify(backup, new Progress(site.events(), "verify", BackedUp.bytes(backup)));
        return new Result(backup.label().id(), verified.files(), verified.bytes(), verified.mismatches());
    }

    /** @param mismatches each names a file and what is wrong; empty means every byte is what was stored */
    public record Result(String id, long files, long bytes, List<String> mismatches) {
        public Result {
            mismatches = List.copyOf(mismatches);
        }
    }
}
