// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;
import static dev.stillframe.testkit.rules.Evidence.conclusive;

import dev.stillframe.api.Component;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Thaw;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.image.SourceFiles;
import dev.stillframe.testkit.watch.Contents;
import dev.stillframe.testkit.watch.Patience;
import dev.stillframe.testkit.watch.Workload;
import java.util.List;

/**
 * What a hold is worth. Stillness is believed only beside a workload that progressed before, tried to go on meanwhile and
 * went on afterwards, and after a control run that showed that the same watch sees writes.
 */
final class HoldRules {
    private static final int SOME = 5;

    private HoldRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "hold.declared",
                        "a participant is Freezable if and only if a component declares a hold",
                        HoldRules::declared),
                new Rule("hold.writes", "under a hold of writes nothing is written", HoldRules::writes),
                new Rule("hold.commits", "under a hold of commits nothing is committed", HoldRules::commits),
                new Rule("hold.lost", "a hold that was lost is reported as lost by thaw", HoldRules::lost),
                new Rule(
                        "hold.none", "without a declared hold the application goes on all the time", HoldRules::goesOn),
                new Rule("backup-mode.writes", "in backup mode writes go on", HoldRules::backupMode));
    }

    private static void declared(Subject subject) {
        try (Act act = subject.act()) {
            boolean freezable = act.participant().freezable();
            check(
                    freezable == act.holds(),
                    freezable
                            ? "it is Freezable and no component declares a hold"
                            : "a hold is declared and it is not");
        }
    }

    private static boolean stillness(Component component) {
        return component.quiesce() instanceof Quiesce.Suspended
                || (component.quiesce() instanceof Quiesce.Hold hold && hold.still() == Quiesce.Still.WRITES);
    }

    private static void writes(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Evidence.declared(act, "a hold of writes", HoldRules::stillness);
            Evidence.needsHold(act);
            watched(subject, act, true);
        }
    }

    private static void commits(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Evidence.declared(
                    act,
                    "a hold of commits",
                    each -> each.quiesce() instanceof Quiesce.Hold hold && hold.still() == Quiesce.Still.COMMITS);
            Evidence.needsHold(act);
            watched(subject, act, false);
        }
    }

    private static void watched(Subject subject, Act act, boolean files) throws Exception {
        Application application = subject.application();
        try (Workload workload = Workload.begin(application)) {
            conclusive(workload.progresses(SOME, Limits.soon()), "the workload makes no progress without a hold");
            if (files) {
                Contents before = contents(act);
                Patience.watch(Evidence.window(subject));
                conclusive(workload.progresses(1, Limits.soon()), "the workload stops without a hold");
                conclusive(
                        !contents(act).equals(before),
                        "in the control run without a hold the workload changed no file of the components");
            }
            act.prepare();
            act.freeze();
            long frozen = System.nanoTime();
            long refused = workload.refusals();
            Contents first = contents(act);
            Patience.watch(Evidence.window(subject));
            Contents second = contents(act);
            long looked = System.nanoTime();
            int slipped = workload.between(frozen, looked).size();
            check(slipped == 0, slipped + " pieces of work began and were acknowledged while it was held");
            if (files) {
                check(second.equals(first), "while it was held there were writes to " + second.differencesTo(first));
            }
            if (application.held().isPresent()) {
                conclusive(!Evidence.held(application).isEmpty(), "the application says that nothing holds it");
            }
            int done = workload.done();
            Thaw thaw = act.thaw();
            check(thaw instanceof Thaw.Held, "thaw says " + thaw);
            check(workload.progresses(SOME, Limits.soon()), "the application does not go on after thaw");
            boolean tried = workload.refusals() > refused || workload.pendingAt(looked);
            conclusive(tried && workload.done() > done, "the workload did not try to write while it was held");
            act.gather();
            act.end();
        }
        Evidence.nothingHeld(subject, "after a thaw");
    }

    private static Contents contents(Act act) throws java.io.IOException {
        return Contents.of(SourceFiles.regular(act.inventory()));
    }

    private static void lost(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Evidence.needsHold(act);
            act.prepare();
            act.freeze();
            try {
                subject.application().breakHold();
            } catch (UnsupportedOperationException e) {
                throw new Rule.Inconclusive(String.valueOf(e.getMessage()));
            }
            try (Workload workload = Workload.begin(subject.application())) {
                conclusive(
                        workload.progresses(1, Limits.soon()),
                        "the application does not go on after Application.breakHold" + workload.lastRefusal());
            }
            Thaw thaw = act.thaw();
            check(thaw instanceof Thaw.Lost, "its hold was broken, and thaw says " + thaw);
        }
        Evidence.nothingHeld(subject, "after a lost hold");
    }

    private static void goesOn(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            if (act.holds()) {
                throw new Rule.DoesNotApply("a component declares a hold");
            }
            goesOn(subject, act);
        }
    }

    private static void backupMode(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Evidence.declared(act, "backup mode", each -> each.quiesce() instanceof Quiesce.BackupMode);
            if (act.holds()) {
                throw new Rule.DoesNotApply("another component declares a hold");
            }
            goesOn(subject, act);
        }
        Evidence.nothingHeld(subject, "after backup mode");
    }

    private static void goesOn(Subject subject, Act act) throws Exception {
        try (Workload workload = Workload.begin(subject.application())) {
            conclusive(workload.progresses(SOME, Limits.soon()), "the workload makes no progress before the cycle");
            act.prepare();
            if (act.backupMode() && subject.application().held().isPresent()) {
                conclusive(
                        !Evidence.held(subject.application()).isEmpty(),
                        "after prepare the application knows of no backup mode");
            }
            check(workload.progresses(SOME, Limits.soon()), "between prepare and gather the application stands still");
            act.gather();
            check(workload.progresses(SOME, Limits.soon()), "after gather the application stands still");
            act.end();
        }
    }
}
