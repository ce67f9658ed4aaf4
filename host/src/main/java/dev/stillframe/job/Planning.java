// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.Plan;
import java.util.List;
import java.util.Optional;

/** Says what a backup of a job would do. Changes nothing. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Planning {
    public Planning(Site site) {}

    /** Plans one job. */
    public Forecast run(String job) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /**
     * What would happen.
     *
     * @param plan empty if the job would be refused
     * @param problems why it would be refused
     */
    public record Forecast(String job, Optional<Plan> plan, List<Problem> problems) {}
}
