// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.consistency.HoldOutcome;
import dev.stillframe.cycle.Transition.Step;
import dev.stillframe.error.Problem;
import dev.stillframe.guard.GuardLine;
import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.NanoDeadline;
import dev.stillframe.runtime.call.PendingCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The frozen state, as a value that must be closed before its budget is spent. Closing ends every hold that was not
 * thawed; a deadman does the same if nobody closes in time.
 */
final class FreezeLease implements AutoCloseable {
    private final Group group;
    private final FreezeBudget budget;
    private final Emergency emergency;
    private final GuardLine guard;
    private final Chronicle chronicle;
    private final Deadman deadman;

    private final TreeMap<Tier, List<Member>> tiers = new TreeMap<>();
    private final Set<Member> owed = new HashSet<>();
    private final Map<Member, PendingCall<Done>> aborts = new LinkedHashMap<>();
    private boolean failed;

    private FreezeLease(Group group, FreezeBudget budget, Emergency emergency, GuardLine guard, Chronicle chronicle) {
        this.group = group;
        this.budget = budget;
        this.emergency = emergency;
        this.guard = guard;
        this.chronicle = chronicle;
        for (Member member : group.present()) {
            member.tier()
                    .ifPresent(tier ->
                            tiers.computeIfAbsent(tier, t -> new ArrayList<>()).add(member));
        }
        // nobody closed although thawing should be over: what is left of the time is the guard's
        deadman = Deadman.start(budget.aborted(), () -> emergency.endAll(budget.aborted(), budget.over()));
    }

    /** Opens the window: nothing is frozen yet, and the time runs. */
    static FreezeLease open(
            Group group, FreezeBudget budget, Emergency emergency, GuardLine guard, Chronicle chronicle) {
        return new FreezeLease(group, budget, emergency, guard, chronicle);
    }

    /**
     * Freezes tier by tier, in parallel inside a tier.
     *
     * @return why the cycle cannot go on; empty if it can
     */
    Optional<Problem> freeze() {
        int steps = tiers.size() + 1; // taking the snapshots is the last of them
        for (List<Member> tier : tiers.values()) {
            NanoDeadline deadline = budget.share(budget.held(), steps--);
            Map<Member, PendingCall<Done>> calls = new LinkedHashMap<>();
            for (Member member : tier) {
                chronicle.mark(Step.FREEZE_BEGUN, member.name());
                owed.add(member); // from here on, whatever freeze does
                calls.put(member, member.present().freeze(deadline));
            }
            group.await(calls);
            Optional<Problem> problem = settle(
                    calls,
                    (member, done, at) -> {
                        chronicle.mark(Step.FROZEN, member.name(), at);
                        return true;
                    },
                    Step.FREEZE_FAILED);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /**
     * Thaws in reverse, in parallel inside a tier.
     *
     * @return why the cycle cannot go on; empty if it can
     */
    Optional<Problem> thaw() {
        int steps = tiers.size();
        for (List<Member> tier : tiers.descendingMap().values()) {
            NanoDeadline deadline = budget.share(budget.thawed(), steps--);
            Map<Member, PendingCall<Thaw>> calls = new LinkedHashMap<>();
            for (Member member : tier) {
                if (member.isPresent()) {
                    chronicle.mark(Step.THAW_BEGUN, member.name());
                    calls.put(member, member.present().thaw(deadline));
                }
            }
            group.await(calls);
            Optional<Problem> problem = settle(calls, this::thawed, Step.THAW_FAILED);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** The snapshots could not be taken, or something else went wrong: closing ends everything. */
    void fail() {
        failed = true;
    }

    /** Ends every hold that was not thawed. Nothing is held any more afterwards, or the chronicle says what may be. */
    @Override
    public void close() {
        deadman.stop(); // what follows is bounded and begins in time
        if (failed || !aborts.keySet().containsAll(owed)) {
            emergency.endAll(budget.aborted(), budget.over());
        } else if (!aborts.isEmpty()) {
            emergency.finish(aborts, budget.over());
        }
    }

    /** What a call that returned well means. */
    private interface Well<T> {
        boolean apply(Member member, T result, long at);
    }

    private <T> Optional<Problem> settle(Map<Member, PendingCall<T>> calls, Well<T> well, Step failure) {
        Optional<Problem> ending = Optional.empty();
        for (Map.Entry<Member, PendingCall<T>> one : calls.entrySet()) {
            Member member = one.getKey();
            PendingCall<T> call = one.getValue();
            if (!call.isOver()) {
                continue; // its group failed meanwhile, and everyone will be aborted
            }
            Optional<T> result = call.outcome().result();
            if (result.isPresent()) {
                well.apply(member, result.get(), call.endedNanos());
                continue;
            }
            chronicle.mark(failure, member.name(), call.endedNanos());
            Problem problem = Chronicle.problem(call.outcome().failure().orElseThrow());
            member.held(new HoldOutcome.NotHeld(problem.message()));
            Optional<Problem> fatal = group.drop(member, problem);
            if (fatal.isEmpty()) {
                aborts.put(member, emergency.abort(member, budget.aborted()));
            } else if (ending.isEmpty()) {
                ending = fatal;
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            ending = Optional.of(interrupted());
        }
        failed |= ending.isPresent();
        return ending;
    }

    private boolean thawed(Member member, Thaw thaw, long at) {
        owed.remove(member);
        guard.disarm(member.name());
        if (thaw instanceof Thaw.Held held) {
            chronicle.mark(Step.THAWED, member.name(), at);
            member.held(new HoldOutcome.Held(held.evidence()));
            return true;
        }
        chronicle.mark(Step.LOST, member.name(), at);
        String reason = ((Thaw.Lost) thaw).reason();
        member.held(new HoldOutcome.NotHeld(reason));
        member.remark(new Problem(
                "cycle.hold-lost",
                "application " + member.name() + " was not held until the snapshot was taken: " + reason,
                Retry.HELPS,
                "see why the hold ended early; a shorter freeze may help"));
        return false;
    }

    static Problem interrupted() {
        return new Problem("cycle.interrupted", "the cycle was interrupted", Retry.HELPS, "");
    }
}
