// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;
import static dev.stillframe.testkit.rules.Evidence.conclusive;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.runtime.call.BoundedWriter;
import dev.stillframe.runtime.call.PendingCall;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitGuard;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.drive.Threshold;
import dev.stillframe.testkit.image.Imaging;
import dev.stillframe.testkit.watch.Patience;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a call does whose deadline passes. Each is tried twice: once it begins only when its deadline has passed, so that
 * no call is too fast to be judged; and once the deadline passes while it runs, if it lasts as long as that.
 */
final class InterruptRules {
    private static final Duration SHORT = Duration.ofMillis(3);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int LONGER = 4;

    private InterruptRules() {}

    private enum Phase {
        IDENTIFY,
        PREPARE,
        FREEZE,
        THAW,
        GATHER,
        VALIDATE,
        COMPLETE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<Rule> all() {
        return Arrays.stream(Phase.values())
                .map(phase -> new Rule(
                        "interrupt." + phase.word(),
                        "a call of " + phase.word()
                                + " whose deadline has passed gives up soon, and leaves nothing held",
                        subject -> interrupted(subject, phase)))
                .toList();
    }

    private static void interrupted(Subject subject, Phase phase) throws Exception {
        certainly(subject, phase, Threshold::untilInterrupted, "before its first step");
        certainly(subject, phase, Threshold::open, "on its way");
    }

    /** Tries again with more time if the call was never made: a busy machine starts threads late. */
    private static void certainly(Subject subject, Phase phase, Function<String, Threshold> kind, String when)
            throws Exception {
        Threshold threshold;
        Duration limit = SHORT;
        do {
            conclusive(limit.compareTo(LONGEST) < 0, "no " + phase.word() + " began within its deadline");
            threshold = kind.apply(phase.word());
            late(subject, phase, threshold, limit, when);
            limit = limit.multipliedBy(LONGER);
        } while (!threshold.reached());
    }

    private static void late(Subject subject, Phase phase, Threshold threshold, Duration limit, String when)
            throws Exception {
        String stillRuns = "a call of " + phase.word() + " that was interrupted " + when + " still runs";
        if (phase == Phase.IDENTIFY) {
            try (BoundedWriter writer = writer(subject, threshold)) {
                writer.identify(BackupType.COPY, limit);
                overSoon(threshold, stillRuns);
            }
        } else {
            try (Act act = subject.act(KitGuard.willing(), threshold)) {
                if (phase == Phase.FREEZE || phase == Phase.THAW) {
                    Evidence.needsHold(act);
                }
                begin(subject, act, phase, limit).awaitUninterruptibly();
                act.abort();
                overSoon(threshold, stillRuns + ", although it was aborted as well");
                act.closeParticipant();
            }
        }
        Evidence.nothingHeld(subject, "after a call of " + phase.word() + " that was interrupted " + when);
    }

    private static BoundedWriter writer(Subject subject, Threshold threshold) {
        return Act.good(
                "open",
                subject.plugin()
                        .bounded(threshold::before)
                        .open(subject.application().settings(), subject.context(), Limits.soon()));
    }

    /** Makes the calls up to one whose deadline is too short. */
    private static PendingCall<?> begin(Subject subject, Act act, Phase phase, Duration limit) throws Exception {
        if (phase == Phase.VALIDATE || phase == Phase.COMPLETE) {
            Imaging.Taken taken = Imaging.take(subject, act);
            if (phase == Phase.VALIDATE) {
                return act.participant().validate(taken.image(), Limits.in(limit));
            }
            act.validate(taken.image());
            return act.participant()
                    .complete(
                            act.inventory().components().stream()
                                    .map(Component::id)
                                    .collect(Collectors.toSet()),
                            Limits.in(limit));
        }
        if (phase == Phase.PREPARE) {
            return act.participant().prepare(Limits.in(limit));
        }
        act.prepare();
        if (phase == Phase.FREEZE) {
            return act.participant().freeze(Limits.in(limit));
        }
        if (act.holds() && act.participant().freezable()) {
            act.freeze();
            if (phase == Phase.THAW) {
                return act.participant().thaw(Limits.in(limit));
            }
            act.thaw();
        }
        return act.participant().gather(Limits.in(limit));
    }

    private static void overSoon(Threshold threshold, String otherwise) throws Exception {
        check(Patience.until(Limits.soon(), threshold::idle), otherwise);
    }
}
