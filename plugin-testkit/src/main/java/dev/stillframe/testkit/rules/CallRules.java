// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Writer;
import dev.stillframe.runtime.call.PendingCall;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitCycle;
import dev.stillframe.testkit.drive.KitGuard;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.image.Imaging;
import java.time.Duration;
import java.util.List;

/** How single calls end: in time, after an interrupt, after a failure, twice. */
final class CallRules {
    private static final Duration TOO_SHORT = Duration.ofMillis(3);

    private CallRules() {}

    private enum Phase {
        PREPARE,
        FREEZE,
        THAW,
        GATHER,
        VALIDATE
    }

    static List<Rule> all() {
        return List.of(
                interrupt("interrupt.prepare", Phase.PREPARE),
                interrupt("interrupt.freeze", Phase.FREEZE),
                interrupt("interrupt.thaw", Phase.THAW),
                interrupt("interrupt.gather", Phase.GATHER),
                interrupt("interrupt.validate", Phase.VALIDATE),
                new Rule(
                        "cycle.again",
                        "after a cycle that was aborted the same writer takes part in the next one",
                        CallRules::again),
                new Rule(
                        "close.twice",
                        "close may be called twice, and after a failure, and never throws",
                        CallRules::twice));
    }

    private static Rule interrupt(String name, Phase phase) {
        String word = phase.name().toLowerCase(java.util.Locale.ROOT);
        return new Rule(
                name,
                "a " + word + " whose deadline has passed gives up soon, and leaves nothing held",
                subject -> interrupted(subject, phase, word));
    }

    private static void interrupted(Subject subject, Phase phase, String word) throws Exception {
        try (Act act = subject.act()) {
            if (phase == Phase.FREEZE || phase == Phase.THAW) {
                Evidence.needsHold(act);
            }
            begin(subject, act, phase).awaitUninterruptibly();
            act.abort();
            AbortRules.overSoon(subject, word + " still runs, although it was interrupted and aborted");
            act.closeParticipant();
        }
        Evidence.nothingHeld(subject, "after a " + word + " that came too late");
    }

    /** Makes the calls up to one whose deadline is too short. */
    private static PendingCall<?> begin(Subject subject, Act act, Phase phase) throws Exception {
        if (phase == Phase.VALIDATE) {
            Imaging.Taken taken = Imaging.take(subject, act);
            return act.participant().validate(taken.image(), Limits.in(TOO_SHORT));
        }
        if (phase == Phase.PREPARE) {
            return act.participant().prepare(Limits.in(TOO_SHORT));
        }
        act.prepare();
        if (phase == Phase.FREEZE) {
            return act.participant().freeze(Limits.in(TOO_SHORT));
        }
        if (act.holds() && act.participant().freezable()) {
            act.freeze();
            if (phase == Phase.THAW) {
                return act.participant().thaw(Limits.in(TOO_SHORT));
            }
            act.thaw();
        }
        return act.participant().gather(Limits.in(TOO_SHORT));
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
            what = (failed ? "the" : "after a good prepare the") + " abort after close";
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
                freezable.freeze(Limits.in(Limits.HOLD));
            }
            return false;
        } catch (dev.stillframe.api.WriterException e) {
            return true;
        }
    }
}
