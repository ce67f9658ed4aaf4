// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Grain;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.SourcePath;
import dev.stillframe.runtime.call.BoundedFactory;
import dev.stillframe.runtime.call.BoundedRestorer;
import dev.stillframe.testkit.Rule;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitCycle;
import dev.stillframe.testkit.drive.Limits;
import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.image.Imaging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A restore beside the running application. */
final class RestoreRules {
    private RestoreRules() {}

    static List<Rule> all() {
        return List.of(new Rule(
                "restore.beside",
                "a restore to another place works without the original and leaves the running application alone",
                RestoreRules::beside));
    }

    private static void beside(Subject subject) throws Exception {
        BoundedFactory factory = subject.plugin().bounded();
        if (!factory.restores()) {
            throw new Rule.DoesNotApply("the factory is no Restores");
        }
        try (Act act = subject.act()) {
            Imaging.Taken taken = Imaging.take(subject, act);
            act.end();
            Path target = subject.freshFolder();
            List<RestoredComponent> components = new ArrayList<>();
            KitCycle cycle = KitCycle.of(act.inventory(), act.guard());
            for (Component each : act.inventory().components()) {
                Grain grain = cycle.grains().getOrDefault(each.id(), Grain.ATOMIC);
                components.add(new RestoredComponent(each.id(), each.files(), grain, facts(each, taken)));
            }
            RestoreRequest request = new RestoreRequest(components, SourcePath.of(target.toString()), false);
            DataRules.unchanged(subject, act, () -> {
                BoundedRestorer restorer =
                        Act.good("restorer", factory.restorer(request, subject.context(), Limits.soon()));
                try {
                    Act.good("before", restorer.before(Limits.CALL));
                    Files.delete(target);
                    Files.move(taken.image().folder(), target);
                    Act.good("after", restorer.after(Limits.CALL));
                } finally {
                    restorer.close();
                }
            });
        }
    }

    private static Map<String, String> facts(Component component, Imaging.Taken taken) {
        Map<ComponentId, Map<String, String>> gathered = taken.gathered().facts();
        Map<String, String> facts = new HashMap<>(component.facts());
        facts.putAll(gathered.getOrDefault(component.id(), Map.of()));
        return facts;
    }
}
