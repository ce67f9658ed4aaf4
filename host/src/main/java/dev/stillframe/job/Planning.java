// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.config.Job;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.Decision;
import dev.stillframe.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says what a backup of a job would do. Changes nothing. */
public final class Planning {
    private final Site site;

    public Planning(Site site) {
        this.site = site;
    }

    /** Plans one job. */
    public Forecast run(String name) throws StillframeException {
        Job job = site.job(name);
        try (Writers writers = Writers.open(site, job.applications())) {
            Decision decision = new PlanMaking(site, job).decide(writers);
            return decision instanceof Decision.Planned planned
                    ? new Forecast(name, Optional.of(planned.plan()), List.of(), site.frozenBefore(name))
                    : new Forecast(name, Optional.empty(), ((Decision.Refused) decision).problems(), List.of());
        }
    }

    /**
     * What would happen.
     *
     * @param plan empty if the job would be refused
     * @param problems why it would be refused
     * @param frozenBefore how long the job's last frozen windows were, the newest first; empty without history
     */
    public record Forecast(String job, Optional<Plan> plan, List<Problem> problems, List<Duration> frozenBefore) {
        public Forecast {
            problems = List.copyOf(problems);
            frozenBefore = List.copyOf(frozenBefore);
        }
    }
}
