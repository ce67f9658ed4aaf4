// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import static dev.stillframe.testkit.rules.Evidence.check;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Verdict;
import dev.stillframe.runtime.call.Outcome;
import dev.stillframe.testkit.Damage;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.image.Imaging;
import dev.stillframe.testkit.image.SourceFiles;
import dev.stillframe.testkit.image.UnreadableImage;
import dev.stillframe.testkit.image.Vandal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a validation is worth: the undamaged image passes, and damage that the kit itself does is found. */
final class ImageRules {
    private ImageRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "gather.readable",
                        "late files belong to a component that takes part and can be read until close",
                        ImageRules::gathered),
                new Rule(
                        "validate.answers",
                        "validate gives a verdict for each component that takes part, and for no other",
                        ImageRules::answers),
                new Rule(
                        "validate.undamaged",
                        "an undamaged image is sound if the component is checkable, else unverifiable",
                        ImageRules::undamaged),
                new Rule(
                        "validate.damage",
                        "a damaged image makes validate fail, in each component that is checkable",
                        ImageRules::damaged),
                new Rule(
                        "validate.unreadable",
                        "an image that cannot be read is not called sound",
                        ImageRules::unreadable));
    }

    private static void gathered(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            List<ComponentId> ids =
                    act.inventory().components().stream().map(Component::id).toList();
            Imaging.Taken taken;
            try {
                taken = Imaging.take(subject, act);
            } catch (IOException e) {
                throw new AssertionError("a late file cannot be read: " + e, e);
            }
            act.validate(taken.image());
            for (LateFile late : taken.gathered().files()) {
                check(ids.contains(late.component()), "a late file belongs to " + late.component());
                if (late.content() instanceof LateFile.CopyOf copy) {
                    check(
                            Files.isReadable(SourceFiles.path(copy.file())),
                            "before close " + copy.file() + " cannot be read any more");
                }
            }
            for (ComponentId each : taken.gathered().facts().keySet()) {
                check(ids.contains(each), "facts belong to " + each);
            }
            act.end();
        }
    }

    private static void answers(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Map<ComponentId, Verdict> verdicts =
                    act.validate(Imaging.take(subject, act).image());
            for (Component each : act.inventory().components()) {
                check(verdicts.containsKey(each.id()), "there is none for " + each.id());
            }
            check(
                    verdicts.size() == act.inventory().components().size(),
                    "there are verdicts for " + verdicts.keySet());
            act.end();
        }
    }

    private static void undamaged(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            Map<ComponentId, Verdict> verdicts =
                    act.validate(Imaging.take(subject, act).image());
            for (Component each : act.inventory().components()) {
                Verdict verdict = verdicts.get(each.id());
                boolean good = each.checkable()
                        ? verdict instanceof Verdict.Sound sound && sound.checked() > 0
                        : verdict instanceof Verdict.Unverifiable;
                check(
                        good,
                        "component " + each.id() + (each.checkable() ? " is checkable" : " is declared not checkable")
                                + " and its verdict is " + verdict);
                check(
                        !(verdict instanceof Verdict.Sound sound) || sound.carried() == 0,
                        "nothing of component " + each.id() + " is unchanged, and its verdict passes over something: "
                                + verdict);
            }
            act.end();
        }
    }

    private static void damaged(Subject subject) throws Exception {
        Random random = Seed.random();
        Vandal vandal = new Vandal(random, subject.application()::blind);
        boolean any = false;
        for (Damage.Kind kind : subject.application().visible()) {
            try (Act act = subject.act()) {
                List<Component> components =
                        Evidence.declared(act, "that its files can be checked", Component::checkable);
                Imaging.Taken taken = Imaging.take(subject, act);
                Map<ComponentId, Damage> damages = new TreeMap<>();
                for (Component each : components) {
                    damages.put(each.id(), vandal.damage(taken.image(), each.id(), kind));
                }
                Map<ComponentId, Verdict> verdicts = act.validate(taken.image());
                damages.forEach((component, damage) -> check(
                        verdicts.get(component) instanceof Verdict.Damaged found
                                && found.total() > 0
                                && !found.first().isEmpty(),
                        "with " + damage + " the verdict of component " + component + " is " + verdicts.get(component)
                                + " (" + Seed.text() + ")"));
                any = true;
                act.end();
            }
        }
        Evidence.conclusive(any, "Application.visible leaves no kind of damage");
    }

    private static void unreadable(Subject subject) throws Exception {
        try (Act act = subject.act()) {
            BackupImage broken = new UnreadableImage(Imaging.take(subject, act).image());
            Outcome<Map<ComponentId, Verdict>> outcome =
                    act.participant().validate(broken, Limits.in(Limits.CALL)).await();
            Map<ComponentId, Verdict> verdicts = new HashMap<>(outcome.result().orElse(Map.of()));
            verdicts.values().removeIf(verdict -> !(verdict instanceof Verdict.Sound));
            check(verdicts.isEmpty(), "no byte of it could be read, and the verdict is " + verdicts);
            act.closeParticipant();
        }
    }
}
