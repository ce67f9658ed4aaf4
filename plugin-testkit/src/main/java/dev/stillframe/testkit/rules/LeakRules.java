// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;

import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitGuard;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.image.Imaging;
import dev.stillframe.testkit.plugin.PackagedPlugin;
import dev.stillframe.testkit.watch.Descriptors;
import dev.stillframe.testkit.watch.Patience;
import dev.stillframe.testkit.watch.PluginThreads;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;

/** What is left when everything was closed. */
final class LeakRules {
    private LeakRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule("leak.threads", "after close no thread of the plugin runs", LeakRules::threads),
                new Rule("leak.files", "after close no file and no connection is open", LeakRules::files),
                new Rule(
                        "leak.classes",
                        "when everything is closed the plugin's classes can be unloaded",
                        LeakRules::classes));
    }

    private static void threads(Subject subject) throws Exception {
        cycles(subject);
        ClassLoader loader = subject.plugin().loader();
        check(
                Patience.until(Limits.soon(), () -> PluginThreads.of(loader).isEmpty()),
                "there are still " + PluginThreads.of(loader));
    }

    private static void files(Subject subject) throws Exception {
        if (!Descriptors.known()) {
            throw new Rule.DoesNotApply("this system has no /proc/self/fd");
        }
        cycles(subject); // what is opened once and kept, such as the JDK's own, is open now
        Set<String> before = Descriptors.open();
        cycles(subject);
        check(Patience.until(Limits.soon(), () -> more(before).isEmpty()), "there is still " + more(before));
    }

    private static Set<String> more(Set<String> before) throws java.io.IOException {
        Set<String> more = new TreeSet<>(Descriptors.open());
        more.removeAll(before);
        return more;
    }

    /** One that ends well and one that is aborted. */
    private static void cycles(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            act.validate(Imaging.take(subject, act).image());
            act.end();
        }
        try (Act act = subject.act()) {
            act.prepare();
            if (act.holds() && act.participant().freezable()) {
                act.freeze();
            }
            act.abort();
        }
    }

    private static void classes(Subject subject) throws Exception {
        // the JDK keeps a thread for the next process, which would keep the class loader of the plugin that started one
        new ProcessBuilder("true").start().waitFor();
        WeakReference<ClassLoader> loader = usedAndClosed(subject);
        LastRecord.becomesOurs();
        check(
                Patience.until(Limits.soon(), () -> {
                    System.gc();
                    return loader.get() == null;
                }),
                "something outside keeps them: a thread, a shutdown hook, a thread local, a registered driver");
    }

    private static WeakReference<ClassLoader> usedAndClosed(Subject subject) throws Exception {
        PackagedPlugin plugin = new PackagedPlugin(subject.jar(), subject.writer());
        try (Act act = Act.begin(plugin, subject.application().settings(), subject.context(), KitGuard.willing())) {
            act.validate(Imaging.take(subject, act).image());
            act.end();
        } finally {
            plugin.close();
        }
        ResourceBundle.clearCache(plugin.loader()); // softly kept by the JDK until memory is short: nobody's leak
        return new WeakReference<>(plugin.loader());
    }
}
