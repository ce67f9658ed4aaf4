// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;
import static dev.stillframe.testkit.rules.Evidence.conclusive;

import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.Outcome;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitGuard;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.fork.Emergency;
import dev.stillframe.testkit.fork.ForkedWriter;
import dev.stillframe.testkit.watch.Patience;
import dev.stillframe.testkit.watch.Workload;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** What undoes a hold when the host cannot. */
final class GuardRules {
    private static final int KILLS = 2;
    private static final int MOST_MILLIS = 40;

    private GuardRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule("guard.first", "a writer arms the guard before it acts", GuardRules::first),
                new Rule("guard.refused", "a writer that cannot arm the guard does not freeze", GuardRules::refused),
                new Rule(
                        "guard.kill",
                        "when the writer's process is killed, the armed actions end the hold",
                        GuardRules::kill));
    }

    private static void first(Subject subject) throws Exception {
        try (Workload workload = Workload.begin(subject.application())) {
            AtomicBoolean asked = new AtomicBoolean();
            AtomicBoolean early = new AtomicBoolean();
            KitGuard guard = KitGuard.answering(action -> {
                if (!asked.getAndSet(true)) {
                    try {
                        early.set(!workload.progresses(2, Limits.soon().dividedBy(2)));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
            try (Act act = subject.act(guard)) {
                Evidence.needsHold(act);
                act.prepare();
                act.freeze();
                check(asked.get(), "it armed no action and froze");
                check(!early.get(), "the application stood still already when the first action was armed");
                act.thaw();
                act.gather();
                act.end();
            }
        }
    }

    private static void refused(Subject subject) throws Exception {
        try (Act act = subject.act(KitGuard.refusing())) {
            Evidence.needsHold(act);
            boolean good = act.participant()
                    .prepare(Limits.in(Limits.CALL))
                    .await()
                    .failure()
                    .isEmpty();
            if (good) {
                Outcome<Done> frozen =
                        act.participant().freeze(Limits.in(Limits.HOLD)).await();
                check(frozen.failure().isPresent(), "freeze returned as if nothing had been");
            }
            Evidence.nothingHeld(subject, "when the guard refused, before any abort,");
            act.abort();
            act.closeParticipant();
        }
        Evidence.nothingHeld(subject, "when the guard refused");
    }

    private static void kill(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Evidence.needsHold(act);
        }
        killed(subject, -1);
        Random random = Seed.random();
        for (int i = 0; i < KILLS; i++) {
            killed(subject, random.nextInt(MOST_MILLIS));
        }
    }

    /** @param millis after the last acknowledgement; negative: when the freeze has returned */
    private static void killed(Subject subject, int millis) throws Exception {
        try (ForkedWriter forked = ForkedWriter.start(subject)) {
            while (!forked.frozen()) {
                forked.acknowledge();
                if (millis >= 0) {
                    break;
                }
            }
            if (millis < 0) {
                check(!forked.armed().isEmpty(), "it froze in a process of its own and armed no action");
                try (Workload workload = Workload.begin(subject.application())) {
                    Patience.watch(Evidence.window(subject));
                    conclusive(workload.done() == 0, "the hold of the writer's process holds nothing");
                }
            } else {
                Patience.watch(java.time.Duration.ofMillis(millis));
            }
            forked.kill();
            Emergency.undo(forked.armed());
            Evidence.nothingHeld(
                    subject,
                    "after the kill " + (millis < 0 ? "of a frozen writer" : millis + " ms after an acknowledgement")
                            + " and the actions " + forked.armed());
        }
    }
}
