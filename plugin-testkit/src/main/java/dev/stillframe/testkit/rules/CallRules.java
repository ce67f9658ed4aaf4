// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Writer;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.KitCycle;
import dev.stillframe.testkit.drive.KitGuard;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import java.time.Duration;
import java.util.List;

/** What a writer and its participant live through: another cycle, a failure, being closed twice. */
final class CallRules {
    private CallRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "cycle.again",
                        "after a cycle that was aborted the same writer takes part in the next one",
                        CallRules::again),
                new Rule(
                        "close.twice",
                        "close may be called twice, and after a failure, and never throws",
                        CallRules::twice));
    }

    private static void again(Subject subject) throws Exception {
        Writer writer = subject.plugin().factory().open(subject.application().settings(), subject.context());
        try {
            for (int i = 0; i < 2; i++) {
                var inventory = writer.identify(new IdentifyRequest(BackupType.COPY, Limits.in(Limits.CALL)));
                Participant participant = writer.join(KitCycle.of(inventory, KitGuard.willing()));
                try {
                    participant.prepare(Limits.in(Limits.CALL));
                } catch (dev.stillframe.api.WriterException e) {
                    throw new AssertionError("prepare failed in the cycle after an aborted one: " + e.getMessage(), e);
                } finally {
                    participant.abort();
                    participant.close();
                }
            }
        } catch (dev.stillframe.api.WriterException e) {
            throw new AssertionError("identify failed after an aborted cycle: " + e.getMessage(), e);
        } finally {
            writer.close();
        }
        Evidence.nothingHeld(subject, "after two cycles of one writer");
    }

    private static void twice(Subject subject) throws Exception {
        Writer writer = subject.plugin().factory().open(subject.application().settings(), subject.context());
        var inventory = writer.identify(new IdentifyRequest(BackupType.COPY, Limits.in(Limits.CALL)));
        Participant participant = writer.join(KitCycle.of(inventory, KitGuard.refusing()));
        String what = "after a failed cycle the participant's close";
        try {
            boolean failed = failed(participant);
            participant.close();
            what = "the participant's second close";
            participant.close();
            what = (failed ? "the" : "after a good cycle the") + " abort after close";
            participant.abort();
            what = "the writer's close";
            writer.close();
            what = "the writer's second close";
            writer.close();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + " throws " + e, e);
        }
        check(subject.plugin().leases().running() == 0, "a call has not returned");
        Evidence.nothingHeld(subject, "after close");
    }

    private static boolean failed(Participant participant) {
        try {
            participant.prepare(Limits.in(Limits.CALL));
            if (participant instanceof dev.stillframe.api.Freezable freezable) {
                freezable.freeze(Limits.in(Limits.HOLD)); // its guard refuses
            } else {
                Thread.currentThread().interrupt(); // without a hold there is no guard to refuse
                participant.gather(Limits.in(Duration.ZERO));
            }
            return false;
        } catch (dev.stillframe.api.WriterException e) {
            return true;
        } finally {
            Thread.interrupted();
        }
    }
}
