// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Repeats a backup for which the system's own snapshot provider wants that: whole, because it serves nothing else with the
 * same requester, and because nobody may stay frozen through the pause.
 */
record Attempts(Clock clock, Consumer<Problem> warn, Again again) {
    /**
     * When a backup is repeated.
     *
     * @param codes of the failures that pass
     * @param pause before each repetition
     * @param times at most
     */
    record Again(Set<String> codes, Duration pause, int times) {
        static final Again NEVER = new Again(Set.of(), Duration.ZERO, 0);

        Again {
            codes = Set.copyOf(codes);
        }
    }

    /** One backup. */
    interface Attempt {
        Backup.Result run() throws StillframeException;
    }

    /** An interrupt during a pause ends it with the failure that was. */
    Backup.Result run(Attempt attempt) throws StillframeException {
        Backup.Result result = attempt.run();
        for (int i = 1; i <= again.times() && passing(result).isPresent(); i++) {
            Problem why = passing(result).orElseThrow();
            warn.accept(new Problem(
                    "backup.again",
                    "the backup begins again in " + again.pause().toMinutes() + " minutes (attempt " + (i + 1) + " of "
                            + (again.times() + 1) + "): " + why.message(),
                    Retry.HELPS,
                    why.hint()));
            try {
                clock.sleep(again.pause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return result;
            }
            result = attempt.run();
        }
        return result;
    }

    private Optional<Problem> passing(Backup.Result result) {
        return result instanceof Backup.Result.Nothing nothing && !nothing.maybeFrozen()
                ? nothing.problems().stream()
                        .filter(problem -> again.codes().contains(problem.code()))
                        .findFirst()
                : Optional.empty();
    }
}
