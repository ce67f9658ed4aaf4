// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import dev.stillframe.api.Component;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.image.SourceFiles;
import dev.stillframe.testkit.watch.Contents;
import dev.stillframe.testkit.watch.Patience;
import dev.stillframe.testkit.watch.Workload;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** What several rules look at. */
final class Evidence {
    private static final int SOME = 3;

    private Evidence() {}

    /** Fails unless the application works and reports nothing that holds it. */
    static void nothingHeld(Subject subject, String when) throws Exception {
        Application application = subject.application();
        try (Workload workload = Workload.begin(application)) {
            check(
                    workload.progresses(SOME, Limits.soon()),
                    when + " the application does not go on" + workload.lastRefusal());
        }
        check(
                Patience.until(Limits.soon(), () -> held(application).isEmpty()),
                when + " the application says that it is still held: " + held(application));
    }

    /** What the application says holds it; empty also if it cannot tell. */
    static List<String> held(Application application) throws Exception {
        return application.held().orElse(List.of());
    }

    /** What the application would notice if it were changed. */
    static State state(Subject subject, Act act) throws Exception {
        return new State(
                subject.application().state().orElse(""),
                subject.application().state().isPresent()
                        ? new Contents(java.util.Map.of())
                        : Contents.of(SourceFiles.regular(act.inventory().components())));
    }

    /**
     * A state of the application.
     *
     * @param text what it says itself
     * @param files what its files contain, if it says nothing
     */
    record State(String text, Contents files) {
        /** How another state differs; empty if it does not. */
        String differenceTo(State that) {
            if (!text.equals(that.text)) {
                return "its state was \"" + text + "\" and is \"" + that.text + "\"";
            }
            return files.equals(that.files) ? "" : "other contents in " + files.differencesTo(that.files);
        }
    }

    /** Longer than the application keeps back what it acknowledged. */
    static Duration window(Subject subject) {
        return subject.application()
                .flushInterval()
                .multipliedBy(3)
                .dividedBy(2)
                .plusMillis(200);
    }

    /** The components that declare something: one at least. */
    static List<Component> declared(Act act, String what, Predicate<Component> wanted) {
        List<Component> declared =
                act.inventory().components().stream().filter(wanted).toList();
        if (declared.isEmpty()) {
            throw new Rule.DoesNotApply("no component declares " + what);
        }
        return declared;
    }

    /** Skips writers without a hold. */
    static void needsHold(Act act) {
        declared(act, "a hold", Act::holds);
        check(act.participant().freezable(), "a component declares a hold, and its participant is not Freezable");
    }

    static void check(boolean good, String otherwise) {
        if (!good) {
            throw new AssertionError(otherwise);
        }
    }

    static void conclusive(boolean good, String otherwise) {
        if (!good) {
            throw new Rule.Inconclusive(otherwise);
        }
    }
}
