// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.api.Thaw;
import dev.stillframe.consistency.HoldOutcome;
import dev.stillframe.consistency.Verification;
import dev.stillframe.cycle.CycleReport.ApplicationReport;
import dev.stillframe.cycle.CycleReport.ComponentReport;
import dev.stillframe.error.Problem;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.runtime.call.BoundedParticipant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One application in the cycle: its participant and what is known about it. */
final class Member {
    private final PlannedApplication planned;

    // guarded by this
    private Optional<BoundedParticipant> participant = Optional.empty();
    private Optional<Problem> absent = Optional.empty();
    private Optional<HoldOutcome> hold = Optional.empty();
    private Map<Quiesce.Native, Thaw> natives = Map.of();
    private Optional<Gathered> gathered = Optional.empty();
    private final Map<ComponentId, Verification> verified = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    Member(PlannedApplication planned) {
        this.planned = planned;
    }

    String name() {
        return planned.name();
    }

    PlannedApplication planned() {
        return planned;
    }

    Map<ComponentId, Grain> grains() {
        Map<ComponentId, Grain> grains = new LinkedHashMap<>();
        planned.components().forEach(one -> grains.put(one.component().id(), one.grain()));
        return Map.copyOf(grains);
    }

    synchronized void joined(BoundedParticipant joined) {
        participant = Optional.of(joined);
    }

    /** Empty if it could not join. */
    synchronized Optional<BoundedParticipant> participant() {
        return participant;
    }

    /** The participant of a member that is present. */
    BoundedParticipant present() {
        return participant().orElseThrow();
    }

    synchronized boolean isPresent() {
        return absent.isEmpty();
    }

    /** It takes no part any more. The first reason counts. */
    synchronized void drop(Problem problem) {
        if (absent.isEmpty()) {
            absent = Optional.of(problem);
        } else {
            problems.add(problem);
        }
    }

    /** Something went wrong that leaves it in the backup. */
    synchronized void remark(Problem problem) {
        problems.add(problem);
    }

    /**
     * In which tier it is frozen: the first of those that its components name, as it is frozen as a whole. Empty if no
     * component has a hold.
     */
    Optional<Tier> tier() {
        return planned.components().stream()
                .flatMap(one -> tier(one.component().quiesce()).stream())
                .min(Tier::compareTo);
    }

    boolean inBackupMode() {
        return planned.components().stream().anyMatch(one -> one.component().quiesce() instanceof Quiesce.BackupMode);
    }

    synchronized void held(HoldOutcome outcome) {
        hold = Optional.of(outcome);
    }

    /** How the holds of the system's own writers ended, whoever's they are. */
    synchronized void held(Map<Quiesce.Native, Thaw> ended) {
        natives = Map.copyOf(ended);
    }

    synchronized void gathered(Gathered late) {
        gathered = Optional.of(late);
    }

    synchronized Optional<Gathered> gathered() {
        return gathered;
    }

    synchronized void verified(ComponentId component, Verification verification) {
        verified.put(component, verification);
    }

    synchronized Optional<Verification> verification(ComponentId component) {
        return Optional.ofNullable(verified.get(component));
    }

    synchronized ApplicationReport report() {
        List<ComponentReport> components =
                planned.components().stream().map(this::report).toList();
        return new ApplicationReport(name(), absent, components, problems);
    }

    private ComponentReport report(PlannedComponent one) {
        Component component = one.component();
        Map<String, String> facts = new HashMap<>(component.facts());
        gathered.ifPresent(late -> facts.putAll(late.facts().getOrDefault(component.id(), Map.of())));
        HoldOutcome outcome = outcome(component.quiesce());
        Optional<Verification> verification = Optional.ofNullable(verified.get(component.id()));
        return new ComponentReport(component.id(), component.quiesce(), one.grain(), outcome, facts, verification);
    }

    private HoldOutcome outcome(Quiesce quiesce) {
        if (quiesce instanceof Quiesce.Native own) {
            Thaw ended = natives.getOrDefault(own, new Thaw.Lost("no snapshot provider asked its VSS writer"));
            return ended instanceof Thaw.Held held
                    ? new HoldOutcome.Held(held.evidence())
                    : new HoldOutcome.NotHeld(((Thaw.Lost) ended).reason());
        }
        return tier(quiesce).isEmpty()
                ? new HoldOutcome.NotDeclared()
                : hold.orElseGet(() -> new HoldOutcome.NotHeld("it was not frozen"));
    }

    private static Optional<Tier> tier(Quiesce quiesce) {
        if (quiesce instanceof Quiesce.Hold hold) {
            return Optional.of(hold.tier());
        }
        return quiesce instanceof Quiesce.Suspended stopped ? Optional.of(stopped.tier()) : Optional.empty();
    }
}
