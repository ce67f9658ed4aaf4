// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.consistency.HoldOutcome;
import dev.stillframe.consistency.Verification;
import dev.stillframe.error.Problem;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in a cycle so far: facts, from which the receipt derives what may be claimed.
 *
 * @param applications all of the plan, in its order, those that dropped out too
 * @param window empty if nothing was frozen and nothing taken
 * @param takes the snapshots, in the order of the plan
 * @param phases those that are over, in order
 * @param transitions what happened in the frozen window, in order of time
 * @param problems what went wrong beside the applications, for example an emergency action that failed
 */
public record CycleReport(
        String cycle,
        String owner,
        String job,
        Plan.Shape shape,
        List<ApplicationReport> applications,
        Optional<FrozenWindow> window,
        List<Take> takes,
        List<PhaseTiming> phases,
        List<Transition> transitions,
        List<Problem> problems) {
    public CycleReport {
        applications = List.copyOf(applications);
        takes = List.copyOf(takes);
        phases = List.copyOf(phases);
        transitions = List.copyOf(transitions);
        problems = List.copyOf(problems);
    }

    /**
     * From the first to the last instant at which some volume was taken; zero if there is one atomic snapshot, empty
     * if there is none.
     */
    public Optional<Duration> skew() {
        if (takes.isEmpty()) {
            return Optional.empty();
        }
        if (takes.size() == 1 && takes.get(0).planned().grain() == Grain.ATOMIC) {
            return Optional.of(Duration.ZERO);
        }
        Instant begun = takes.stream().map(Take::begun).min(Instant::compareTo).orElseThrow();
        Instant ended = takes.stream().map(Take::ended).max(Instant::compareTo).orElseThrow();
        return Optional.of(Duration.between(begun, ended));
    }

    /**
     * One application.
     *
     * @param absent why it is not in the backup; empty if it is
     * @param problems what went wrong without making it absent, for example a hold that was lost or a completion
     *     that failed
     */
    public record ApplicationReport(
            String application, Optional<Problem> absent, List<ComponentReport> components, List<Problem> problems) {
        public ApplicationReport {
            components = List.copyOf(components);
            problems = List.copyOf(problems);
        }
    }

    /**
     * One component.
     *
     * @param quiesce as it was declared
     * @param grain as it was planned
     * @param hold what became of its hold
     * @param facts those declared and those gathered
     * @param verification what was proved; empty until the cycle has come that far
     */
    public record ComponentReport(
            ComponentId id,
            Quiesce quiesce,
            Grain grain,
            HoldOutcome hold,
            Map<String, String> facts,
            Optional<Verification> verification) {
        public ComponentReport {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * When the group stood still. Without a hold it is the time of the snapshots alone.
     *
     * @param opened the first freeze began
     * @param stood the last freeze had returned
     * @param closed the last thaw or abort had returned
     */
    public record FrozenWindow(Instant opened, Instant stood, Instant closed) {
        public Duration length() {
            return Duration.between(opened, closed);
        }
    }

    /**
     * One set of snapshots and when it was taken.
     *
     * @param planned with the sources that were asked for: fewer than planned if an application dropped out before
     */
    public record Take(PlannedSnapshot planned, Instant begun, Instant ended) {}

    /** How long a phase took. */
    public record PhaseTiming(String phase, Instant begun, Duration took) {}
}
