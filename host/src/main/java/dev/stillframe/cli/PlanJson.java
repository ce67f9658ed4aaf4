// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.job.Planning;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.plan.PlannedGroup;
import dev.stillframe.plan.PlannedSnapshot;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The object {@code plan} of {@code docs/json.md}. */
final class PlanJson {
    private PlanJson() {}

    static ObjectNode of(Planning.Forecast forecast) {
        ObjectNode object = Json.object("plan")
                .put("job", forecast.job())
                .put("refused", forecast.plan().isEmpty());
        object.set("problems", Json.tree(forecast.problems()));
        forecast.plan().ifPresent(plan -> plan(object, plan));
        if (forecast.plan().isPresent()) {
            ArrayNode windows = object.putArray("frozenBeforeNanos");
            forecast.frozenBefore().forEach(window -> windows.add(window.toNanos()));
        }
        return object;
    }

    private static void plan(ObjectNode object, Plan plan) {
        object.put("type", label(plan.type())).put("shape", label(plan.shape()));
        ArrayNode applications = object.putArray("applications");
        plan.applications().forEach(application -> application(applications.addObject(), application));
        ArrayNode snapshots = object.putArray("snapshots");
        plan.snapshots().forEach(snapshot -> snapshot(snapshots.addObject(), snapshot));
        object.set("missing", Json.tree(plan.missing()));
        PlannedGroup group = plan.group();
        object.putObject("group")
                .put("expected", group.claim())
                .put("minimum", label(group.minimum()))
                .put("enough", group.enough());
    }

    private static void application(ObjectNode object, PlannedApplication application) {
        object.put("name", application.name()).put("writer", application.writer());
        ArrayNode components = object.putArray("components");
        for (PlannedComponent component : application.components()) {
            ObjectNode node = components
                    .addObject()
                    .put("id", component.component().id().value())
                    .put("quiesce", label(component.component().quiesce().getClass()))
                    .put("grain", label(component.grain()))
                    .put("expected", component.expected().label())
                    .put("minimum", component.minimum().label())
                    .put("enough", component.expected().atLeast(component.minimum()));
            sources(node.putArray("sources"), component.sources());
        }
        object.set("notices", Json.tree(application.notices()));
    }

    private static void snapshot(ObjectNode object, PlannedSnapshot snapshot) {
        object.put("provider", snapshot.provider()).put("grain", label(snapshot.grain()));
        snapshot.forecast().ifPresent(time -> object.put("forecastNanos", time.toNanos()));
        object.set("remarks", Json.texts(snapshot.remarks()));
        sources(object.putArray("sources"), snapshot.sources());
    }

    private static void sources(ArrayNode array, List<Source> sources) {
        for (Source source : sources) {
            FileSet files = source.files();
            ObjectNode node = array.addObject().put("root", files.root().toString());
            node.set("include", Json.texts(files.include()));
            node.set("exclude", Json.texts(files.exclude()));
            node.putObject("volume")
                    .put("mountPoint", source.volume().mountPoint().toString())
                    .put("fileSystem", source.volume().fileSystem())
                    .put("device", source.volume().device());
        }
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** BackupMode is backup-mode. */
    private static String label(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
