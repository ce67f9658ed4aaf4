// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;
import static dev.stillframe.testkit.rules.Evidence.conclusive;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterException;
import dev.stillframe.runtime.call.BoundedFactory;
import dev.stillframe.runtime.call.BoundedWriter;
import dev.stillframe.runtime.call.Fault;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitContext;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.fork.PlainData;
import dev.stillframe.testkit.image.Imaging;
import dev.stillframe.testkit.watch.Patience;
import dev.stillframe.testkit.watch.Workload;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a writer says, and that asking it changes nothing. */
final class DataRules {
    private DataRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "descriptor.constant",
                        "a factory describes itself the same way each time, and its settings schema is in the jar",
                        DataRules::descriptor),
                new Rule(
                        "open.application-down",
                        "open never connects, and identify says by a WriterException that an application is down",
                        DataRules::applicationDown),
                new Rule("identify.changes-nothing", "identify changes nothing", DataRules::identify),
                new Rule(
                        "diagnose.application-down",
                        "diagnose changes nothing, and an application that is down is a diagnosis",
                        DataRules::diagnose),
                new Rule(
                        "data.plain",
                        "everything a writer returns is plain data that survives the way to another process",
                        DataRules::plain),
                new Rule("complete.copy", "with backup type COPY, complete changes nothing", DataRules::complete));
    }

    static Rule silent() {
        return new Rule("stdout.silent", "a writer prints nothing to stdout", subject -> {
            try (Act act = subject.act()) {
                act.prepare();
            }
            String printed = subject.out().printed();
            check(printed.isEmpty(), "it printed \"" + printed.strip() + "\"");
        });
    }

    private static void descriptor(Subject subject) throws IOException {
        BoundedFactory factory = subject.plugin().bounded();
        var first = Act.good("descriptor", factory.descriptor(Limits.soon()));
        var second = Act.good("descriptor", factory.descriptor(Limits.soon()));
        check(first.equals(second), "it was " + first + " and then " + second);
        check(
                subject.plugin().resource(first.settingsSchema()).isPresent(),
                "there is no " + first.settingsSchema() + " in the jar");
    }

    private static void applicationDown(Subject subject) throws Exception {
        Application down = down(subject);
        BoundedWriter writer = Act.good(
                "open, while the application is down,",
                subject.plugin().bounded().open(down.settings(), context(down), Limits.soon()));
        try {
            Fault fault =
                    writer.identify(BackupType.COPY, Limits.CALL).failure().orElse(null);
            check(
                    fault == null || fault.cause().orElse(null) instanceof WriterException,
                    "identify ended otherwise: " + (fault == null ? "" : fault.message()));
        } finally {
            writer.close();
        }
    }

    private static Application down(Subject subject) throws Exception {
        Application other = subject.anotherApplication();
        other.stop();
        return other;
    }

    private static KitContext context(Application application) {
        return new KitContext(application::nativeComponents);
    }

    private static void identify(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            act.closeParticipant();
            unchanged(subject, act, () -> {
                try (Act again = subject.act()) {
                    check(!again.inventory().components().isEmpty(), "it found nothing");
                }
            });
        }
    }

    private static void diagnose(Subject subject) throws Exception {
        BoundedFactory factory = subject.plugin().bounded();
        if (!factory.diagnoses()) {
            throw new Rule.DoesNotApply("the factory is no Diagnoses");
        }
        Settings settings = subject.application().settings();
        try (Act act = subject.act()) {
            act.closeParticipant();
            unchanged(
                    subject,
                    act,
                    () -> Act.good("diagnose", factory.diagnose(settings, subject.context(), Limits.CALL)));
        }
        Application down = down(subject);
        Act.good(
                "diagnose, while the application is down,",
                factory.diagnose(down.settings(), context(down), Limits.CALL));
    }

    interface Step {
        void run() throws Exception;
    }

    /**
     * Compares the state before and after. One control run shows that it stays as it is when nothing is done, another that
     * this comparison sees a commit: an application whose files lie elsewhere would look unchanged for ever.
     */
    static void unchanged(Subject subject, Act act, Step step) throws Exception {
        Evidence.State control = Evidence.state(subject, act);
        Patience.watch(Evidence.window(subject));
        Evidence.State before = Evidence.state(subject, act);
        conclusive(
                control.equals(before),
                "the application changes by itself (" + control.differenceTo(before)
                        + "): override Application.state with what must not change");
        step.run();
        Patience.watch(Evidence.window(subject));
        String difference = before.differenceTo(Evidence.state(subject, act));
        check(difference.isEmpty(), "something changed: " + difference);
        if (subject.application().state().isEmpty()) {
            try (Workload workload = Workload.begin(subject.application())) {
                conclusive(
                        workload.progresses(1, Limits.soon()),
                        "the application does not go on afterwards" + workload.lastRefusal());
            }
            Patience.watch(Evidence.window(subject));
            conclusive(
                    !before.equals(Evidence.state(subject, act)),
                    "in the control run a commit of the application changed no file of the components");
        } else {
            conclusive(!before.text().isBlank(), "Application.state says nothing that could change");
        }
    }

    private static void plain(Subject subject) throws Exception {
        sent("descriptor", Act.good("descriptor", subject.plugin().bounded().descriptor(Limits.soon())));
        try (Act act = subject.act()) {
            sent("inventory", act.inventory());
            Imaging.Taken taken = Imaging.take(subject, act);
            sent("gathered", taken.gathered());
            sent("verdicts", act.validate(taken.image()));
            for (Object action : act.guard().armed()) {
                sent("action", action);
            }
            act.end();
        }
    }

    private static void sent(String name, Object value) throws IOException {
        try {
            byte[] bytes = PlainData.write(name, value);
            byte[] again = PlainData.write(name, PlainData.read(bytes));
            // a set has no order, so that only the same amount can be expected
            check(bytes.length == again.length && sameBytes(bytes, again), name + " arrives changed");
        } catch (PlainData.NotPlain e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static boolean sameBytes(byte[] one, byte[] other) {
        byte[] first = one.clone();
        byte[] second = other.clone();
        Arrays.sort(first);
        Arrays.sort(second);
        return Arrays.equals(first, second);
    }

    private static void complete(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Imaging.Taken taken = Imaging.take(subject, act);
            act.validate(taken.image());
            unchanged(subject, act, () -> {
                Set<dev.stillframe.api.ComponentId> stored = new HashSet<>();
                act.inventory().components().forEach(each -> stored.add(each.id()));
                act.complete(stored);
            });
            act.end();
        }
    }
}
