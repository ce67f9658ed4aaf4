// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.plugin.LoadedPlugin;
import dev.stillframe.plugin.LoadedPlugins;
import dev.stillframe.plugin.Plugins;
import dev.stillframe.plugin.RejectedPlugin;
import dev.stillframe.plugin.trust.Signer;
import dev.stillframe.plugin.trust.Trust;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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
        throw new ParameterException(spec.commandLine(), "a command is missing: plugins list, check or new");
    }

    @Command(name = "list", description = "Lists the plugins, and the jars that are none and why.")
    int list() {
        return program.withoutWriters((site, output) -> {
            try (LoadedPlugins plugins = site.loadPlugins()) {
                return output.report(report(plugins.plugins(), plugins.rejected()));
            }
        });
    }

    @Command(
            name = "check",
            description = "Checks a plugin's jar before it is used: reads it, and loads it in a process of its own.")
    int check(@Parameters(paramLabel = "JAR", description = "The jar.") Path jar) {
        return program.withoutInstallation(output -> output.report(PluginReport.of(CheckedPlugin.check(jar))));
    }

    @Command(
            name = "new",
            description = "Makes a complete project for a new plugin, which builds and passes the conformance kit.")
    int create(
            @Parameters(paramLabel = "NAME", description = "The writer's id: lower-case letters, digits, hyphens.")
                    String name,
            @Option(
                            names = "--package",
                            paramLabel = "PACKAGE",
                            description = "The Java package (default: com.example.NAME).")
                    @Nullable
                    String javaPackage,
            @Option(
                            names = "--directory",
                            paramLabel = "DIR",
                            description = "Where the project is made (default: a folder named NAME here).")
                    @Nullable
                    Path directory) {
        return program.withoutInstallation(output -> {
            NewPlugin plugin = NewPlugin.of(name, Optional.ofNullable(javaPackage));
            Path folder = directory == null ? Path.of(name) : directory;
            return output.report(NewPlugin.report(name, folder, plugin.writeTo(folder)));
        });
    }

    @Command(name = "load", hidden = true, description = "Loads a folder of plugins; for plugins check.")
    int load(@Parameters(paramLabel = "DIR") Path folder) {
        return program.withoutInstallation(output -> {
            try (LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none())) {
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
                page.entries("signed by", signers(plugin));
                page.entry("trusted", trust(plugin.trust()));
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

    private static List<String> signers(LoadedPlugin plugin) {
        List<String> all = plugin.signers().stream()
                .map(signer -> signer.name() + ", until " + signer.expires() + ", sha256 " + signer.sha256())
                .toList();
        return all.isEmpty() ? List.of("nobody") : all;
    }

    private static String trust(Trust trust) {
        return switch (trust) {
            case NOT_REQUIRED -> "the configuration asks for nothing (plugins.trust)";
            case PINNED -> "its sha256 is in the configuration";
            case SIGNED -> "a trusted signer signed every entry";
        };
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
        ArrayNode signers = object.putArray("signers");
        for (Signer signer : plugin.signers()) {
            signers.addObject()
                    .put("name", signer.name())
                    .put("sha256", signer.sha256())
                    .put("expires", signer.expires().toString());
        }
        object.put("trust", plugin.trust().name().toLowerCase(Locale.ROOT).replace('_', '-'));
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
