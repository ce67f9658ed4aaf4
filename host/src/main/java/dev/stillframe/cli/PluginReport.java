// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.plugin.CheckedJar.Check;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code plugins check} says. */
final class PluginReport {
    private PluginReport() {}

    static Report of(CheckedPlugin plugin) {
        ObjectNode json = Json.object("plugin-check")
                .put("jar", plugin.jar().jar().toString())
                .put("sha256", plugin.jar().sha256())
                .put("good", plugin.good());
        ArrayNode checks = json.putArray("checks");
        Page page = new Page();
        page.section(plugin.jar().jar().toString(), () -> {
            for (Check check : plugin.checks()) {
                String result = check.result().name().toLowerCase(Locale.ROOT);
                checks.addObject()
                        .put("name", check.name())
                        .put("result", result)
                        .put("text", check.text())
                        .put("hint", check.hint());
                page.entry(check.name(), result + ": " + check.text());
                if (!check.hint().isEmpty()) {
                    page.line("  hint: " + check.hint());
                }
            }
            ArrayNode writers = json.putArray("writers");
            ArrayNode providers = json.putArray("snapshotProviders");
            plugin.loaded().ifPresent(loaded -> {
                for (JsonNode writer : loaded.path("writers")) {
                    String id = writer.path("id").asString();
                    writers.add(id);
                    page.entry("writer", id + ": " + writer.path("summary").asString());
                }
                for (JsonNode provider : loaded.path("snapshotProviders")) {
                    providers.add(provider.asString());
                    page.entry("snapshots", provider.asString());
                }
            });
        });
        page.line(plugin.good() ? "passes" : "DOES NOT PASS");
        return new Report(json, page.lines(), plugin.good() ? ExitCode.DONE : ExitCode.USAGE);
    }
}
