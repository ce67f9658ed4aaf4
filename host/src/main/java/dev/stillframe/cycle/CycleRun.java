// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Gathered;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Thaw;
import dev.stillframe.clock.Clock;
import dev.stillframe.cycle.CycleReport.FrozenWindow;
import dev.stillframe.error.Problem;
import dev.stillframe.event.Events;
import dev.stillframe.guard.GuardLine;
import dev.stillframe.runtime.call.Calls;
import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.NanoClock;
import dev.stillframe.runtime.call.NanoDeadline;
import dev.stillframe.runtime.call.PendingCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the states of one cycle share. Whatever they do, {@link #close} gives everything back. */
final class CycleRun {
    private final CycleSpec spec;
    private final NanoClock nanos;
    private final Journal journal;
    private final GuardLine guard;
    private final Chronicle chronicle;
    private final Group group;
    private final Takes takes;
    private final Emergency emergency;
    private final Entries entries;
    private final Runnable removeHook;

    private Optional<FrozenWindow> window = Optional.empty();
    private boolean intended;
    private boolean completed;
    private boolean closed;

    CycleRun(CycleSpec spec, Clock clock, Journal journal, GuardLine guard, Events events, ExitHooks exit) {
        this.spec = spec;
        this.nanos = clock::nanoTime;
        this.journal = journal;
        this.guard = guard;
        chronicle = new Chronicle(clock, events);
        group = new Group(spec.plan().applications().stream().map(Member::new).toList(), spec.onFailure());
        takes = new Takes(chronicle);
        entries = new Entries(journal, spec.id(), chronicle);
        emergency = new Emergency(group, takes, guard, nanos, chronicle);
        removeHook = exit.add(() -> emergency.endAll(atExit()));
    }

    /** Everything before the window. */
    void prepare() throws CycleException {
        Preparation preparation = new Preparation(spec, group, takes, guard, journal, nanos, chronicle.began());
        step("prepare", () -> preparation.join().or(preparation::prepare));
        step("journal", () -> {
            Optional<Problem> problem = preparation.intend();
            intended = problem.isEmpty();
            return problem;
        });
        step("prepare snapshots", preparation::prepareSnapshots);
    }

    /** The window. */
    void image() throws CycleException {
        step("image", () -> {
            chronicle.hush();
            Optional<Problem> problem;
            try {
                problem = held();
            } finally {
                window = Windows.of(chronicle.transitions());
                chronicle.speak();
            }
            entries.passed();
            Map<Quiesce.Native, Thaw> natives = takes.natives();
            group.present().forEach(member -> member.held(natives));
            if (problem.isEmpty()) {
                takes.holders().forEach(guard::disarm); // they let go when they had taken
            }
            return problem.or(takes::uncovered)
                    .or(() -> takes.show(in(spec.timeouts().prepare())));
        });
    }

    /** One step of the cycle: a phase that either lets it go on or ends it for everyone. */
    void step(String phase, Step step) throws CycleException {
        long began = chronicle.began(phase);
        Optional<Problem> problem;
        try {
            problem = step.run();
        } finally {
            chronicle.ended(phase, began);
        }
        if (problem.isPresent()) {
            emergency.endAll(spec.timeouts().close());
            throw new CycleException(problem.get(), report());
        }
        List<Member> absent =
                group.members().stream().filter(member -> !member.isPresent()).toList();
        emergency.end(absent, spec.timeouts().close());
    }

    /** Something that may end the cycle. */
    interface Step {
        Optional<Problem> run();
    }

    CycleSpec spec() {
        return spec;
    }

    Group group() {
        return group;
    }

    Takes takes() {
        return takes;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Emergency emergency() {
        return emergency;
    }

    NanoDeadline in(Duration limit) {
        return NanoDeadline.in(limit, nanos);
    }

    /** A member delivered what came after the image and has left backup mode: nothing is left to undo. */
    void gathered(Member member, Gathered late) {
        member.gathered(late);
        guard.disarm(member.name());
    }

    void completed() {
        completed = true;
    }

    CycleReport report() {
        return new CycleReport(
                spec.id(),
                spec.owner(),
                spec.plan().job(),
                spec.plan().shape(),
                group.members().stream().map(Member::report).toList(),
                window,
                takes.report(),
                chronicle.phases(),
                chronicle.transitions(),
                chronicle.problems());
    }

    /** Gives everything back; the journal's intent is ended if nothing is owed any more. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        long began = chronicle.began("release");
        if (!completed && !emergency.endedAll()) {
            emergency.endAll(spec.timeouts().close());
        }
        NanoDeadline deadline = in(spec.timeouts().close());
        Map<Member, PendingCall<Done>> closes = new LinkedHashMap<>();
        group.joined().forEach(member -> closes.put(member, member.present().close(deadline)));
        Calls.awaitUninterruptibly(closes.values());
        List<Problem> problems = new ArrayList<>();
        closes.values()
                .forEach(
                        call -> call.outcome().failure().map(Chronicle::problem).ifPresent(problems::add));
        problems.addAll(takes.close(in(spec.timeouts().close()))); // whatever the others used up
        problems.forEach(chronicle::problem);
        if (intended && problems.isEmpty() && !emergency.failed()) {
            entries.ended(completed ? Journal.Ending.COMPLETED : Journal.Ending.FAILED);
        }
        guard.end(!emergency.failed());
        removeHook.run();
        chronicle.ended("release", began);
    }

    /** The window, as long as the guard watches it. */
    private Optional<Problem> held() {
        FreezeBudget budget = FreezeBudget.open(nanos, spec.timeouts().freeze());
        Optional<Problem> unguarded = guard.watch(spec.timeouts().freeze());
        if (unguarded.isPresent()) {
            return unguarded;
        }
        Optional<Problem> problem = held(budget);
        Optional<Problem> watched = guard.unwatch();
        if (watched.isPresent() && watched.get().code().equals(GuardLine.ACTED)) {
            return problem.or(() -> watched);
        }
        watched.ifPresent(chronicle::problem); // everybody thawed in their turn: the image is as good as any
        return problem;
    }

    private Optional<Problem> held(FreezeBudget budget) {
        try (FreezeLease lease = FreezeLease.open(group, budget, emergency, guard, chronicle)) {
            Optional<Problem> problem = lease.freeze();
            if (problem.isPresent()) {
                return problem;
            }
            problem = takes.take(budget.held());
            if (problem.isPresent()) {
                lease.fail();
                return Thread.currentThread().isInterrupted() ? Optional.of(FreezeLease.interrupted()) : problem;
            }
            return lease.thaw();
        }
    }

    private Duration atExit() {
        Duration limit = spec.timeouts().freeze();
        return limit.compareTo(spec.timeouts().close()) < 0
                ? limit
                : spec.timeouts().close();
    }
}
