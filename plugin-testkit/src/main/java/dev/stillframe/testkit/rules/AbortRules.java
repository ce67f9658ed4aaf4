// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;
import static dev.stillframe.testkit.rules.Evidence.conclusive;

import dev.stillframe.runtime.call.BoundedParticipant;
import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.PendingCall;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitGuard;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.watch.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An abort ends everything, whatever happens at the same time. */
final class AbortRules {
    private static final int RACES = 5;
    private static final int AT_ONCE = 3;

    private AbortRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule("abort.after-prepare", "abort after prepare leaves nothing behind", AbortRules::afterPrepare),
                new Rule(
                        "abort.after-freeze",
                        "abort after a freeze that did not end in a thaw leaves nothing held",
                        AbortRules::afterFreeze),
                new Rule(
                        "abort.repeatedly",
                        "abort may come repeatedly, from several threads, and after close",
                        AbortRules::repeatedly),
                new Rule(
                        "abort.during-prepare",
                        "abort in the middle of a prepare leaves nothing behind, whichever comes first",
                        AbortRules::duringPrepare),
                new Rule(
                        "abort.during-freeze",
                        "abort in the middle of a freeze leaves nothing held, whichever comes first",
                        AbortRules::duringFreeze),
                new Rule(
                        "abort.hanging",
                        "abort waits for no call that hangs, and a freeze that goes on afterwards holds nothing",
                        AbortRules::hanging));
    }

    private static void afterPrepare(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            act.prepare();
            act.abort();
            Evidence.nothingHeld(subject, "after prepare and abort");
            act.closeParticipant();
        }
    }

    private static void afterFreeze(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Evidence.needsHold(act);
            act.prepare();
            act.freeze();
            act.abort();
            Evidence.nothingHeld(subject, "after freeze and abort");
            act.closeParticipant();
        }
    }

    private static void repeatedly(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            act.prepare();
            if (act.holds() && act.participant().freezable()) {
                act.freeze();
            }
            List<PendingCall<Done>> aborts = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                aborts.add(act.participant().abort(Limits.in(Limits.soon())));
            }
            for (PendingCall<Done> abort : aborts) {
                Act.good("one of " + AT_ONCE + " aborts at once", abort.awaitUninterruptibly());
            }
            act.abort();
            act.closeParticipant();
            act.abort();
        }
        Evidence.nothingHeld(subject, "after many aborts");
    }

    private static void duringPrepare(Subject subject) throws Exception {
        race(subject, act -> {}, participant -> participant.prepare(Limits.in(Limits.CALL)), "prepare");
    }

    private static void duringFreeze(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Evidence.needsHold(act);
        }
        race(subject, Act::prepare, participant -> participant.freeze(Limits.in(Limits.HOLD)), "freeze");
    }

    private interface Before {
        void run(Act act);
    }

    private static void race(
            Subject subject, Before before, Function<BoundedParticipant, PendingCall<Done>> call, String name)
            throws Exception {
        long usual = Math.min(duration(subject, before, call, name), duration(subject, before, call, name));
        Random random = Seed.random();
        for (int i = 0; i < RACES; i++) {
            long delay = (long) ((i + random.nextDouble()) * usual / RACES); // one in each part of the usual time
            try (Act act = subject.act()) {
                before.run(act);
                PendingCall<Done> running = call.apply(act.participant());
                if (i == 0) { // the first as soon as the call has begun
                    delay = 0;
                    Patience.until(
                            Limits.soon(),
                            () -> running.isOver() || subject.plugin().leases().running() > 0);
                }
                TimeUnit.NANOSECONDS.sleep(delay);
                act.abort();
                running.awaitUninterruptibly();
                overSoon(subject, name + " does not return after an abort");
                Evidence.nothingHeld(
                        subject, "after an abort " + delay / 1000 + " µs into " + name + " (" + Seed.text() + ")");
                act.closeParticipant();
            }
        }
    }

    private static long duration(
            Subject subject, Before before, Function<BoundedParticipant, PendingCall<Done>> call, String name) {
        try (Act act = subject.act()) {
            before.run(act);
            long begun = System.nanoTime();
            Act.good(name, call.apply(act.participant()).await());
            return System.nanoTime() - begun;
        }
    }

    private static void hanging(Subject subject) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        KitGuard guard = KitGuard.answering(action -> {
            reached.countDown();
            awaitUninterruptibly(release);
        });
        try (Act act = subject.act(guard)) {
            Evidence.needsHold(act);
            try {
                if (!hangs(act.participant().prepare(Limits.in(Limits.CALL)), reached)) {
                    conclusive(
                            hangs(act.participant().freeze(Limits.in(Limits.HOLD)), reached),
                            "the guard that hangs was never asked");
                }
                PendingCall<Done> abort = act.participant().abort(Limits.in(Limits.soon()));
                Act.good("abort, while another call hangs,", abort.awaitUninterruptibly());
                Evidence.nothingHeld(subject, "after an abort of a call that hangs");
            } finally {
                release.countDown();
            }
            overSoon(subject, "the call that hung does not return when its reason has gone");
            Evidence.nothingHeld(subject, "after an aborted call went on");
            act.closeParticipant();
        }
    }

    /** Whether a call waits for the guard; else it is over. */
    private static boolean hangs(PendingCall<Done> call, CountDownLatch reached) throws Exception {
        Patience.until(Limits.CALL, () -> call.isOver() || reached.getCount() == 0);
        return reached.getCount() == 0;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void overSoon(Subject subject, String otherwise) throws Exception {
        check(Patience.until(Limits.soon(), () -> subject.plugin().leases().running() == 0), otherwise);
    }
}
