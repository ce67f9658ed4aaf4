// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.cycle.CycleReport.Take;
import dev.stillframe.cycle.Transition.Step;
import dev.stillframe.error.Problem;
import dev.stillframe.plan.PlannedSnapshot;
import dev.stillframe.runtime.call.BoundedSnapshots;
import dev.stillframe.runtime.call.Calls;
import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.NanoDeadline;
import dev.stillframe.runtime.call.PendingCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The snapshot sets of a cycle: prepared together, taken together, removed together. */
final class Takes {
    private record Open(PlannedSnapshot planned, BoundedSnapshots set) {}

    private final Chronicle chronicle;
    private final List<Open> sets = new CopyOnWriteArrayList<>();
    private final Map<Open, Taken> taken = new LinkedHashMap<>();

    Takes(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** Under which name a provider arms what it holds still itself. */
    static String holder(String provider) {
        return "snapshot provider " + provider;
    }

    /** The names under which providers may have armed something. */
    Set<String> holders() {
        return sets.stream().map(open -> holder(open.set().provider())).collect(Collectors.toSet());
    }

    void opened(PlannedSnapshot planned, BoundedSnapshots set) {
        sets.add(new Open(planned, set));
    }

    boolean isEmpty() {
        return sets.isEmpty();
    }

    /** Gets every set ready. Returns the first problem. */
    Optional<Problem> prepare(NanoDeadline deadline) {
        Map<Open, PendingCall<Done>> calls = all(set -> set.prepare(deadline));
        Calls.awaitAllOrFirstFailure(calls.values());
        return firstFailure(calls.values());
    }

    /** Takes every set at the same time. Returns the first problem; others may still be running then. */
    Optional<Problem> take(NanoDeadline deadline) {
        sets.forEach(open -> chronicle.mark(Step.SNAPSHOT_BEGUN, open.set().provider()));
        Map<Open, PendingCall<Taken>> calls = all(set -> set.take(deadline));
        Calls.awaitAllOrFirstFailure(calls.values());
        calls.forEach((open, call) -> {
            if (call.isOver()) {
                Optional<Taken> result = call.outcome().result();
                result.ifPresent(value -> taken.put(open, value));
                Step step = result.isPresent() ? Step.SNAPSHOT_ENDED : Step.SNAPSHOT_FAILED;
                chronicle.mark(step, open.set().provider(), call.endedNanos());
            }
        });
        return firstFailure(calls.values());
    }

    /** Makes what was taken readable. Returns the first problem. */
    Optional<Problem> show(NanoDeadline deadline) {
        Map<Open, PendingCall<Done>> calls = all(set -> set.show(deadline));
        Calls.awaitAll(calls.values());
        return firstFailure(calls.values());
    }

    /** Looks whether what was shown can still be believed. Returns the first problem. */
    Optional<Problem> confirm(NanoDeadline deadline) {
        Map<Open, PendingCall<Done>> calls = all(set -> set.confirm(deadline));
        Calls.awaitAll(calls.values());
        return firstFailure(calls.values());
    }

    /** A source that no view shows; providers promise that there is none. */
    Optional<Problem> uncovered() {
        for (Map.Entry<Open, Taken> one : taken.entrySet()) {
            for (Source source : one.getKey().planned().sources()) {
                if (one.getValue().views().stream().noneMatch(view -> shows(view, source))) {
                    return Optional.of(new Problem(
                            "snapshot.incomplete",
                            "snapshot provider " + one.getKey().set().provider() + " took no view of "
                                    + source.files().root(),
                            Retry.UNKNOWN,
                            "report it to the provider's vendor"));
                }
            }
        }
        return Optional.empty();
    }

    List<View> views() {
        return taken.values().stream().flatMap(one -> one.views().stream()).toList();
    }

    /** How the native writers' holds ended. */
    Map<Quiesce.Native, Thaw> natives() {
        Map<Quiesce.Native, Thaw> natives = new LinkedHashMap<>();
        taken.values().forEach(one -> natives.putAll(one.natives()));
        return natives;
    }

    /**
     * Collects what a restore through the native writers will want, by component and name.
     *
     * @param into what there is
     * @return the first problem
     */
    Optional<Problem> documents(
            Set<Quiesce.Native> sound, NanoDeadline deadline, Map<Quiesce.Native, Map<String, String>> into) {
        Map<Open, PendingCall<Map<Quiesce.Native, Map<String, String>>>> calls =
                all(set -> set.documents(sound, deadline));
        Calls.awaitAll(calls.values());
        calls.values().forEach(call -> call.outcome().result().ifPresent(into::putAll));
        return firstFailure(calls.values());
    }

    /** Tells the native writers what of theirs is stored durably. Returns what went wrong. */
    List<Problem> complete(Set<Quiesce.Native> stored, NanoDeadline deadline) {
        Map<Open, PendingCall<Done>> calls = all(set -> set.complete(stored, deadline));
        Calls.awaitAll(calls.values());
        return failures(calls.values());
    }

    List<Take> report() {
        return taken.entrySet().stream()
                .map(one -> new Take(
                        one.getKey().planned(),
                        one.getValue().begun(),
                        one.getValue().ended()))
                .toList();
    }

    /** Begins to give up every set. */
    List<PendingCall<Done>> abort(NanoDeadline deadline) {
        return List.copyOf(all(set -> set.abort(deadline)).values());
    }

    /** Removes every snapshot. Returns what could not be removed, and why. */
    List<Problem> close(NanoDeadline deadline) {
        Map<Open, PendingCall<Done>> calls = all(set -> set.close(deadline));
        Calls.awaitUninterruptibly(calls.values());
        return failures(calls.values());
    }

    private static List<Problem> failures(Iterable<PendingCall<Done>> calls) {
        List<Problem> problems = new ArrayList<>();
        calls.forEach(call -> call.outcome().failure().map(Chronicle::problem).ifPresent(problems::add));
        return problems;
    }

    private <T> Map<Open, PendingCall<T>> all(Function<BoundedSnapshots, PendingCall<T>> begin) {
        Map<Open, PendingCall<T>> calls = new LinkedHashMap<>();
        sets.forEach(open -> calls.put(open, begin.apply(open.set())));
        return calls;
    }

    private static Optional<Problem> firstFailure(Iterable<? extends PendingCall<?>> calls) {
        for (PendingCall<?> call : calls) {
            if (call.isOver() && call.outcome().failure().isPresent()) {
                return call.outcome().failure().map(Chronicle::problem);
            }
        }
        return Optional.empty();
    }

    private static boolean shows(View view, Source source) {
        return source.files().root().startsWith(view.source())
                || view.source().startsWith(source.files().root());
    }
}
