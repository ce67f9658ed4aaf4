// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;
import static dev.stillframe.testkit.rules.Evidence.conclusive;

import dev.stillframe.runtime.call.PendingCall;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitGuard;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.drive.Threshold;
import dev.stillframe.testkit.image.HangingImage;
import dev.stillframe.testkit.image.Imaging;
import dev.stillframe.testkit.watch.Patience;
import java.util.List;

/** An abort that meets a call which hangs, for every writer: a guard that hangs is met only by those with a hold. */
final class HangRules {
    private HangRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "abort.overtaking",
                        "a prepare or a freeze that begins after an abort which overtook it leaves nothing held",
                        HangRules::overtaking),
                new Rule(
                        "abort.hanging-validate",
                        "abort waits for no validate that hangs in a read of the image",
                        HangRules::hangingValidate));
    }

    private static void overtaking(Subject subject) throws Exception {
        overtaking(subject, "prepare");
        boolean holds;
        try (Act act = subject.act()) {
            holds = act.holds() && act.participant().freezable();
        }
        if (holds) {
            overtaking(subject, "freeze");
        }
    }

    private static void overtaking(Subject subject, String call) throws Exception {
        Threshold threshold = Threshold.closed(call);
        try (Act act = subject.act(KitGuard.willing(), threshold)) {
            try {
                if (call.equals("freeze")) {
                    act.prepare();
                    act.participant().freeze(Limits.in(Limits.CALL));
                } else {
                    act.participant().prepare(Limits.in(Limits.CALL));
                }
                conclusive(Patience.until(Limits.CALL, threshold::reached), "no " + call + " was begun");
                act.abort();
                Evidence.nothingHeld(subject, "after an abort that overtook a " + call);
            } finally {
                threshold.letGo();
            }
            check(
                    Patience.until(Limits.soon(), threshold::idle),
                    "a " + call + " that an abort overtook does not return");
            AbortRules.overSoon(subject, "the abort that follows such a " + call + " does not return");
            Evidence.nothingHeld(subject, "after a " + call + " that an abort overtook went on");
            act.closeParticipant();
        }
    }

    private static void hangingValidate(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            HangingImage image = new HangingImage(Imaging.take(subject, act).image());
            try {
                PendingCall<?> validate = act.participant().validate(image, Limits.in(Limits.CALL));
                Patience.until(Limits.CALL, () -> validate.isOver() || image.reached());
                if (!image.reached()) {
                    throw new Rule.DoesNotApply("validate reads nothing");
                }
                Act.good(
                        "abort, while a validate hangs,",
                        act.participant().abort(Limits.in(Limits.soon())).awaitUninterruptibly());
                Evidence.nothingHeld(subject, "after an abort of a validate that hangs");
            } finally {
                image.release();
            }
            AbortRules.overSoon(subject, "the validate that hung does not return when its reason has gone");
            act.closeParticipant();
        }
    }
}
