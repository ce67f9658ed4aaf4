// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.cycle.Transition.Step;
import dev.stillframe.guard.GuardLine;
import dev.stillframe.guard.Undone;
import dev.stillframe.runtime.call.Calls;
import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.NanoClock;
import dev.stillframe.runtime.call.NanoDeadline;
import dev.stillframe.runtime.call.PendingCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What ends every hold when the orderly way is not possible: abort for all concurrently, then the guard. Any thread,
 * repeatedly, also several at once.
 */
final class Emergency {
    /** So long an abort is waited for even if its time is over already. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final Group group;
    private final Takes takes;
    private final GuardLine guard;
    private final NanoClock clock;
    private final Chronicle chronicle;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Set<Member> aborted = ConcurrentHashMap.newKeySet();

    Emergency(Group group, Takes takes, GuardLine guard, NanoClock clock, Chronicle chronicle) {
        this.group = group;
        this.takes = takes;
        this.guard = guard;
        this.clock = clock;
        this.chronicle = chronicle;
    }

    /** Ends every hold of everyone, and gives up the snapshots. Waits for half of the limit each for both steps. */
    void endAll(Duration limit) {
        endAll(NanoDeadline.in(limit.dividedBy(2), clock), NanoDeadline.in(limit, clock));
    }

    /** Ends every hold of everyone, and gives up the snapshots. */
    void endAll(NanoDeadline aborted, NanoDeadline over) {
        Map<Member, PendingCall<Done>> aborts = new LinkedHashMap<>();
        group.joined().forEach(member -> aborts.put(member, abort(member, aborted)));
        List<PendingCall<Done>> all = new ArrayList<>(aborts.values());
        all.addAll(takes.abort(withGrace(aborted)));
        Calls.awaitUninterruptibly(all);
        finish(aborts, takes.holders(), over);
    }

    /** Ends what these members hold, if they were not aborted before. */
    void end(Collection<Member> members, Duration limit) {
        NanoDeadline half = NanoDeadline.in(limit.dividedBy(2), clock);
        Map<Member, PendingCall<Done>> aborts = new LinkedHashMap<>();
        for (Member member : members) {
            if (member.participant().isPresent() && !aborted.contains(member)) {
                aborts.put(member, abort(member, half));
            }
        }
        finish(aborts, NanoDeadline.in(limit, clock));
    }

    /** Whether everyone who joined was aborted. */
    boolean endedAll() {
        return group.joined().allMatch(aborted::contains);
    }

    /** Begins to abort one member. */
    PendingCall<Done> abort(Member member, NanoDeadline deadline) {
        aborted.add(member);
        return member.present().abort(withGrace(deadline));
    }

    /** Waits for aborts that were begun, and lets the guard undo what they should have ended. */
    void finish(Map<Member, PendingCall<Done>> aborts, NanoDeadline over) {
        finish(aborts, Set.of(), over);
    }

    /** @param more who else may have armed something */
    private void finish(Map<Member, PendingCall<Done>> aborts, Set<String> more, NanoDeadline over) {
        Calls.awaitUninterruptibly(aborts.values());
        aborts.forEach((member, call) -> {
            boolean well = call.outcome().result().isPresent();
            chronicle.mark(well ? Step.ABORTED : Step.ABORT_HUNG, member.name(), call.endedNanos());
            if (well) {
                guard.spare(member.name());
            }
            call.outcome().failure().ifPresent(fault -> {
                failed.set(true);
                chronicle.problem(Chronicle.problem(fault));
            });
        });
        List<String> names = new ArrayList<>(more);
        aborts.keySet().forEach(member -> names.add(member.name()));
        undo(names, over);
    }

    /** Whether something may still be held because an abort or an action failed. */
    boolean failed() {
        return failed.get();
    }

    private void undo(Collection<String> names, NanoDeadline over) {
        for (Undone undone : guard.undo(names, withGrace(over).remaining())) {
            chronicle.mark(Step.UNDONE, undone.application());
            undone.problem().ifPresent(problem -> {
                failed.set(true);
                chronicle.problem(problem);
            });
        }
    }

    private NanoDeadline withGrace(NanoDeadline deadline) {
        return deadline.remaining().compareTo(GRACE) < 0 ? NanoDeadline.in(GRACE, clock) : deadline;
    }
}
