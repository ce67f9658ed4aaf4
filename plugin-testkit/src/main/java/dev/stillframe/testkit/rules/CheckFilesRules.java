// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.Component;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Verdict;
import dev.stillframe.runtime.call.Outcome;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Damage;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.image.Imaging;
import dev.stillframe.testkit.image.KeptImage;
import dev.stillframe.testkit.image.UnreadableImage;
import dev.stillframe.testkit.image.Vandal;
import dev.stillframe.testkit.watch.Contents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a check of files is worth that knows no settings and no application: the files of an image serve as examples. */
final class CheckFilesRules {
    private static final int FOREIGN_BYTES = 1 << 18;

    private CheckFilesRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "check-files.undamaged",
                        "check finds the files of an undamaged image sound, and changes none of them",
                        CheckFilesRules::undamaged),
                new Rule("check-files.damage", "damaged files make check fail", CheckFilesRules::damaged),
                new Rule(
                        "check-files.foreign",
                        "check calls a file damaged that is none of the application's",
                        CheckFilesRules::foreign),
                new Rule(
                        "check-files.unreadable",
                        "check does not call files sound that cannot be read",
                        CheckFilesRules::unreadable));
    }

    private static void undamaged(Subject subject) throws Exception {
        KeptImage image = image(subject);
        for (Component each : checkable(subject, image)) {
            undamaged(subject, image, each);
        }
    }

    private static void undamaged(Subject subject, KeptImage image, Component component) throws Exception {
        List<Path> copies = image.paths(component.id()).stream()
                .map(path -> image.at(Path.of(path.toString())))
                .toList();
        Contents before = Contents.of(copies);
        Verdict verdict = verdict(subject, files(subject, image, component));
        check(
                verdict instanceof Verdict.Sound sound && sound.checked() > 0,
                "the verdict of component " + component.id() + " is " + verdict);
        Contents after = Contents.of(copies);
        check(after.equals(before), "it changed " + after.differencesTo(before));
    }

    private static void damaged(Subject subject) throws Exception {
        Random random = Seed.random();
        Application application = subject.application();
        Vandal vandal = new Vandal(random, damage -> !application.named(damage.file()) || application.blind(damage));
        boolean any = false;
        for (Damage.Kind kind : application.visible()) {
            if (kind == Damage.Kind.MISSING) {
                continue; // nobody names a file that is not there
            }
            KeptImage image = image(subject);
            for (Component each : checkable(subject, image)) {
                Damage damage = vandal.damage(image, each.id(), kind);
                Verdict verdict = verdict(subject, files(subject, image, each));
                check(
                        verdict instanceof Verdict.Damaged,
                        "with " + damage + " the verdict is " + verdict + " (" + Seed.text() + ")");
            }
            any = true;
        }
        Evidence.conclusive(any, "Application.visible leaves no kind of damage");
    }

    private static void foreign(Subject subject) throws Exception {
        needsCheck(subject);
        Path foreign = subject.freshFolder().resolve("foreign");
        byte[] bytes = new byte[FOREIGN_BYTES];
        Seed.random().nextBytes(bytes);
        Files.write(foreign, bytes);
        Verdict verdict = verdict(subject, List.of(KeptImage.copy(foreign)));
        check(
                verdict instanceof Verdict.Damaged,
                "a file of random bytes has the verdict " + verdict + " (" + Seed.text() + ")");
    }

    private static void unreadable(Subject subject) throws Exception {
        KeptImage image = image(subject);
        BackupImage broken = new UnreadableImage(image);
        for (Component each : checkable(subject, image)) {
            Outcome<Verdict> outcome = subject.plugin().bounded().check(files(subject, broken, each), Limits.CALL);
            check(
                    !(outcome.result().orElse(null) instanceof Verdict.Sound),
                    "no byte could be read, and the verdict is " + outcome.result());
        }
    }

    private static void needsCheck(Subject subject) {
        if (!subject.plugin().bounded().checksFiles()) {
            throw new Rule.DoesNotApply("the factory is no ChecksFiles");
        }
    }

    private static KeptImage image(Subject subject) throws Exception {
        needsCheck(subject);
        try (Act act = subject.act()) {
            KeptImage image = Imaging.take(subject, act).image();
            act.end();
            return image;
        }
    }

    /** The components that declare it and of which an operator would name a file. */
    private static List<Component> checkable(Subject subject, KeptImage image) {
        try (Act act = subject.act()) {
            List<Component> components =
                    Evidence.declared(act, "that its files can be checked", Component::checkable).stream()
                            .filter(each -> !files(subject, image, each).isEmpty())
                            .toList();
            Evidence.conclusive(!components.isEmpty(), "Application.named names no file of a component");
            return components;
        }
    }

    private static List<ImageFile> files(Subject subject, BackupImage image, Component component) {
        try (Stream<ImageFile> all = image.files(component.id())) {
            return all.filter(file -> subject.application().named(file.path())).toList();
        }
    }

    private static Verdict verdict(Subject subject, List<ImageFile> files) {
        return Act.good("check", subject.plugin().bounded().check(files, Limits.CALL));
    }
}
