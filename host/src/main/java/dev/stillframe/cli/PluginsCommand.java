// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.plugin.LoadedPlugin;
import dev.stillframe.plugin.LoadedPlugins;
import dev.stillframe.plugin.Plugins;
import dev.stillframe.plugin.RejectedPlugin;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "plugins", description = "Shows the plugins.")
final class PluginsCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: plugins list");
    }

    @Command(name = "list", description = "Lists the plugins, and the jars that are none and why.")
    int list() {
        return program.withoutWriters((site, output) -> {
            try (LoadedPlugins plugins =
                    Plugins.load(site.configuration().plugins().directory())) {
                return output.report(report(plugins.plugins(), plugins.rejected()));
            }
        });
    }

    static Report report(List<LoadedPlugin> plugins, List<RejectedPlugin> rejected) {
        ObjectNode json = Json.object("plugins");
        ArrayNode array = json.putArray("plugins");
        Page page = new Page();
        for (LoadedPlugin plugin : plugins) {
            array.add(json(plugin));
            page.section(plugin.id() + " " + plugin.version(), () -> {
                page.entry("file", plugin.jar() + ", sha256 " + plugin.sha256());
                page.entry("by", plugin.provider().isEmpty() ? "unknown" : plugin.provider());
                plugin.writers().forEach(writer -> page.entry("writer", writer.id() + ": " + writer.summary()));
                page.entries("snapshots", plugin.snapshotProviders());
            });
        }
        json.set("rejected", Json.tree(rejected));
        if (plugins.isEmpty()) {
            page.line("no plugins");
        }
        if (!rejected.isEmpty()) {
            page.section("NOT USED", () -> rejected.forEach(each -> page.problem(each.problem())));
        }
        return new Report(json, page.lines(), ExitCode.DONE);
    }

    private static ObjectNode json(LoadedPlugin plugin) {
        ObjectNode object = tools.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("id", plugin.id())
                .put("version", plugin.version())
                .put("provider", plugin.provider())
                .put("description", plugin.description())
                .put("requires", plugin.requires())
                .put("jar", plugin.jar().toString())
                .put("sha256", plugin.sha256());
        ArrayNode writers = object.putArray("writers");
        for (WriterDescriptor writer : plugin.writers()) {
            writers.addObject()
                    .put("id", writer.id())
                    .put("summary", writer.summary())
                    .set("backupTypes", Json.texts(writer.backupTypes()));
        }
        object.set("snapshotProviders", Json.texts(plugin.snapshotProviders()));
        return object;
    }
}
