// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.api.ThawAction;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A thaw action as JSON: an object whose {@code do} says which it is. */
final class ThawActionJson {
    private ThawActionJson() {}

    static ObjectNode write(ThawAction action) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (action instanceof ThawAction.ThawFilesystem thaw) {
            node.put("do", "thaw-filesystem")
                    .put("mount-point", IntentJson.path(thaw.mountPoint()))
                    .put("device", thaw.device());
        } else if (action instanceof ThawAction.ContinueProcess resume) {
            node.put("do", "continue-process").put("pid", resume.pid()).put("start-ticks", resume.startTicks());
        } else if (action instanceof ThawAction.ThawCgroup thaw) {
            node.put("do", "thaw-cgroup").put("path", IntentJson.path(thaw.path()));
        } else if (action instanceof ThawAction.Run run) {
            node.put("do", "run").put("limit-nanos", run.limit().toNanos());
            ArrayNode command = node.putArray("command");
            run.command().forEach(command::add);
        } else if (action instanceof ThawAction.EndWriterProcess) {
            node.put("do", "end-writer-process");
        } else {
            throw new IllegalArgumentException("an unknown thaw action: " + action);
        }
        return node;
    }

    static ThawAction read(JsonNode node) {
        String kind = IntentJson.text(node, "do");
        return switch (kind) {
            case "thaw-filesystem" ->
                new ThawAction.ThawFilesystem(
                        IntentJson.path(IntentJson.text(node, "mount-point")), IntentJson.number(node, "device"));
            case "continue-process" ->
                new ThawAction.ContinueProcess(IntentJson.number(node, "pid"), IntentJson.number(node, "start-ticks"));
            case "thaw-cgroup" -> new ThawAction.ThawCgroup(IntentJson.path(IntentJson.text(node, "path")));
            case "run" ->
                new ThawAction.Run(
                        IntentJson.each(node, "command", word -> word.asString("")),
                        Duration.ofNanos(IntentJson.number(node, "limit-nanos")));
            case "end-writer-process" -> new ThawAction.EndWriterProcess();
            default -> throw new IllegalArgumentException("an unknown thaw action: " + kind);
        };
    }
}
