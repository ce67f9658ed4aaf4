// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;
import static dev.stillframe.testkit.rules.Evidence.conclusive;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
                new Rule(
                        "hold.writes",
                        "under a hold of writes nothing is written to the components that declare it",
                        HoldRules::writes),
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
            List<Component> still = Evidence.declared(act, "a hold of writes", HoldRules::stillness);
            Evidence.needsHold(act);
            watched(subject, act, still);
        }
    }

    private static void commits(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Evidence.declared(
                    act,
                    "a hold of commits",
                    each -> each.quiesce() instanceof Quiesce.Hold hold && hold.still() == Quiesce.Still.COMMITS);
            Evidence.needsHold(act);
            watched(subject, act, List.of());
        }
    }

    /** @param still the components whose files must not change; others may, what they declare is not this hold */
    private static void watched(Subject subject, Act act, List<Component> still) throws Exception {
        Application application = subject.application();
        try (Workload workload = Workload.begin(application)) {
            conclusive(workload.progresses(SOME, Limits.soon()), "the workload makes no progress without a hold");
            if (!still.isEmpty()) {
                control(subject, workload, still);
            }
            act.prepare();
            act.freeze();
            long frozen = System.nanoTime();
            long refused = workload.refusals();
            Map<ComponentId, Contents> first = contents(still);
            Patience.watch(Evidence.window(subject));
            Map<ComponentId, Contents> second = contents(still);
            long looked = System.nanoTime();
            int slipped = workload.between(frozen, looked).size();
            check(slipped == 0, slipped + " pieces of work began and were acknowledged while it was held");
            for (Component each : still) {
                Set<Path> written = differences(first, second, each);
                check(written.isEmpty(), "while it was held there were writes to " + written);
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

    /** Shows for each component that a write to it would be seen. */
    private static void control(Subject subject, Workload workload, List<Component> still) throws Exception {
        Map<ComponentId, Contents> before = contents(still);
        Patience.watch(Evidence.window(subject));
        conclusive(workload.progresses(1, Limits.soon()), "the workload stops without a hold");
        Map<ComponentId, Contents> after = contents(still);
        for (Component each : still) {
            conclusive(
                    !differences(before, after, each).isEmpty(),
                    "in the control run without a hold the workload changed no file of component " + each.id());
        }
    }

    private static Map<ComponentId, Contents> contents(List<Component> components) throws IOException {
        Map<ComponentId, Contents> contents = new HashMap<>();
        for (Component each : components) {
            contents.put(each.id(), Contents.of(SourceFiles.regular(List.of(each))));
        }
        return contents;
    }

    private static Set<Path> differences(
            Map<ComponentId, Contents> one, Map<ComponentId, Contents> other, Component component) {
        return Objects.requireNonNull(one.get(component.id()))
                .differencesTo(Objects.requireNonNull(other.get(component.id())));
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
