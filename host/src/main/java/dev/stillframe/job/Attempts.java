// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.snapshot.vss.VssProvider;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Repeats a backup that VSS could not make room for: whole, because VSS serves nothing else with the same requester, and
 * because nobody may stay frozen through the pause that it wants.
 */
record Attempts(Clock clock, Consumer<Problem> warn) {
    /** One backup. */
    interface Attempt {
        Backup.Result run() throws StillframeException;
    }

    /** An interrupt during a pause ends it with the failure that was. */
    Backup.Result run(Attempt attempt) throws StillframeException {
        Backup.Result result = attempt.run();
        for (int i = 1; i <= VssProvider.REPETITIONS && passing(result).isPresent(); i++) {
            Problem why = passing(result).orElseThrow();
            warn.accept(new Problem(
                    "backup.again",
                    "the backup begins again in " + VssProvider.PAUSE.toMinutes() + " minutes (attempt " + (i + 1)
                            + " of " + (VssProvider.REPETITIONS + 1) + "): " + why.message(),
                    Retry.HELPS,
                    why.hint()));
            try {
                clock.sleep(VssProvider.PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return result;
            }
            result = attempt.run();
        }
        return result;
    }

    private static Optional<Problem> passing(Backup.Result result) {
        return result instanceof Backup.Result.Nothing nothing && !nothing.maybeFrozen()
                ? nothing.problems().stream()
                        .filter(problem -> VssProvider.PASSING.contains(problem.code()))
                        .findFirst()
                : Optional.empty();
    }
}
