// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.receipt.Receipt;
import java.util.List;

/** Takes one job through its cycle and stores what it shows. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Backup {
    public Backup(Site site) {}

    /**
     * Makes a backup.
     *
     * @throws StillframeException if the host, the configuration or the destination failed
     */
    public Result run(String job) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /** How it ended. */
    public sealed interface Result {
        /** A backup exists; its receipt says how good it is. Exit 0 or 3. */
        record Stored(Receipt receipt, long storedBytes) implements Result {}

        /** Nothing was stored, and why. Nothing is frozen. Exit 4. */
        record Nothing(List<Problem> problems) implements Result {}
    }
}
