// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.image;

import dev.stillframe.api.Component;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Thaw;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitCycle;
import dev.stillframe.testkit.drive.Subject;
import java.nio.file.Path;

/** Takes an image in the course of a cycle, up to the moment when it can be validated. */
public final class Imaging {
    /**
     * What was taken.
     *
     * @param gathered its files are readable until the participant is closed
     */
    public record Taken(KeptImage image, Gathered gathered) {}

    private Imaging() {}

    /** Prepares, holds the application where it can be held, copies, and gathers. */
    public static Taken take(Subject subject, Act act) throws Exception {
        Path folder = subject.freshFolder();
        KeptImage image = new KeptImage(folder);
        act.prepare();
        boolean holds = act.holds() && act.participant().freezable();
        if (holds) {
            act.freeze();
        }
        copy(subject, act, image);
        if (holds && act.thaw() instanceof Thaw.Lost lost) {
            throw new Rule.Inconclusive(
                    "an image could not be taken: thaw says that the hold was lost: " + lost.reason());
        }
        Gathered gathered = act.gather();
        image.add(gathered);
        return new Taken(image, gathered);
    }

    private static void copy(Subject subject, Act act, KeptImage image) throws Exception {
        KitCycle cycle = KitCycle.of(act.inventory(), act.guard());
        boolean live = cycle.grains().containsValue(Grain.LIVE);
        if (live) {
            copyAll(act, cycle, image);
        } else {
            subject.application().atInstant(() -> copyAll(act, cycle, image));
        }
    }

    private static void copyAll(Act act, KitCycle cycle, KeptImage image) throws Exception {
        for (Component component : act.inventory().components()) {
            image.copy(component, cycle.grains().getOrDefault(component.id(), Grain.ATOMIC));
        }
    }
}
