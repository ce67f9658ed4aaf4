// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Verdict;
import dev.stillframe.consistency.Verification;
import dev.stillframe.error.Problem;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.runtime.call.Calls;
import dev.stillframe.runtime.call.Outcome;
import dev.stillframe.runtime.call.PendingCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that belongs to the backup is there: the applications run as if nothing had been. */
public final class Collected {
    private final CycleRun run;
    private final Once left = new Once();

    private Collected(CycleRun run) {
        this.run = run;
    }

    static Collected from(CycleRun run) throws CycleException {
        run.step("gather", () -> {
            Map<Member, PendingCall<Gathered>> calls = new LinkedHashMap<>();
            for (Member member : run.group().present()) {
                calls.put(
                        member,
                        member.present().gather(run.in(run.spec().timeouts().gather())));
            }
            Optional<Problem> problem = Settling.each(run.group(), calls, run::gathered);
            return problem;
        });
        return new Collected(run);
    }

    /** What came after the image, by application; those that dropped out are not in it. */
    public Map<String, Gathered> gathered() {
        Map<String, Gathered> gathered = new LinkedHashMap<>();
        for (Member member : run.group().present()) {
            member.gathered().ifPresent(late -> gathered.put(member.name(), late));
        }
        return gathered;
    }

    /**
     * Lets every application judge its image. A check that fails or hangs is no failure of the cycle: the component
     * counts as not verified.
     *
     * @param images by application, one for each of {@link #gathered()}
     * @throws CycleException if the thread was interrupted
     */
    public Validated validate(Map<String, BackupImage> images) throws CycleException {
        left.make();
        run.step("validate", () -> {
            Map<Member, PendingCall<Map<ComponentId, Verdict>>> calls = new LinkedHashMap<>();
            for (Member member : run.group().present()) {
                BackupImage image = images.get(member.name());
                if (image == null) {
                    throw new IllegalArgumentException("no image of application " + member.name());
                }
                calls.put(
                        member,
                        member.present()
                                .validate(image, run.in(run.spec().timeouts().validate())));
            }
            Calls.awaitAll(calls.values());
            calls.forEach((member, call) -> judged(member, call.outcome()));
            run.emergency().end(failed(calls), run.spec().timeouts().close());
            return Thread.currentThread().isInterrupted() ? Optional.of(FreezeLease.interrupted()) : Optional.empty();
        });
        return new Validated(run);
    }

    public CycleReport report() {
        return run.report();
    }

    /** Nothing but abort and close may follow for them. */
    private static <T> List<Member> failed(Map<Member, PendingCall<T>> calls) {
        return calls.entrySet().stream()
                .filter(one -> one.getValue().outcome().failure().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void judged(Member member, Outcome<Map<ComponentId, Verdict>> outcome) {
        outcome.failure().map(Chronicle::problem).ifPresent(member::remark);
        String reason = outcome.failure()
                .map(fault -> fault.message())
                .orElse("application " + member.name() + " gave no verdict");
        Map<ComponentId, Verdict> verdicts = outcome.result().orElse(Map.of());
        for (PlannedComponent one : member.planned().components()) {
            ComponentId id = one.component().id();
            Verdict verdict = verdicts.get(id);
            member.verified(id, verdict == null ? new Verification.NotDone(reason) : new Verification.Done(verdict));
        }
    }
}
