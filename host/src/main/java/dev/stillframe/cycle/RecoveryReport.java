// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.ThawAction;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.error.Problem;
import dev.stillframe.guard.Ledger;
import java.util.List;

/**
 * What a recovery did.
 *
 * @param guarded what guards noted of cycles whose host ended, as far as they acted
 * @param undone thaw actions that ran, whether or not there was still something to undo
 * @param released snapshots that were removed
 * @param ended ids of the cycles that owe nothing any more
 * @param problems what could not be done; the next recovery tries again
 */
public record RecoveryReport(
        List<Ledger> guarded,
        List<ThawAction> undone,
        List<OwnedSnapshot> released,
        List<String> ended,
        List<Problem> problems) {
    public RecoveryReport {
        guarded = List.copyOf(guarded);
        undone = List.copyOf(undone);
        released = List.copyOf(released);
        ended = List.copyOf(ended);
        problems = List.copyOf(problems);
    }

    /** Whether there was nothing to do. */
    public boolean clean() {
        return guarded.isEmpty() && undone.isEmpty() && released.isEmpty() && ended.isEmpty() && problems.isEmpty();
    }
}
