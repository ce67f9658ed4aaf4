// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.snapshot.SnapshotProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plugins of one folder, loaded once: to change them, start again. Constant until it is closed; any thread.
 */
public final class LoadedPlugins implements AutoCloseable {
    private final List<ActivePlugin> active;
    private final List<RejectedPlugin> rejected;
    private final Pf4j engine;

    LoadedPlugins(List<ActivePlugin> active, List<RejectedPlugin> rejected, Pf4j engine) {
        this.active = List.copyOf(active);
        this.rejected = List.copyOf(rejected);
        this.engine = engine;
    }

    /** What is in use, by file name. */
    public List<LoadedPlugin> plugins() {
        return active.stream().map(ActivePlugin::about).toList();
    }

    /** What lies in the folder and is not in use, by file name. */
    public List<RejectedPlugin> rejected() {
        return rejected;
    }

    /** The writers of all plugins, by file name. */
    public List<PluginWriter> writers() {
        return active.stream().flatMap(plugin -> plugin.writers().stream()).toList();
    }

    /** The writer that has this id. */
    public Optional<PluginWriter> writer(String id) {
        return writers().stream()
                .filter(writer -> writer.descriptor().id().equals(id))
                .findFirst();
    }

    /** The plugin that brings the writer of this id. */
    public Optional<LoadedPlugin> pluginOf(String writer) {
        return writer(writer)
                .flatMap(found -> plugins().stream()
                        .filter(plugin -> plugin.id().equals(found.plugin()))
                        .findFirst());
    }

    /** The snapshot providers of all plugins, by file name, with their plugin's class loader around every call. */
    public List<SnapshotProvider> snapshotProviders() {
        return active.stream()
                .flatMap(plugin -> plugin.snapshotProviders().stream())
                .toList();
    }

    /** What keeps plugins loaded, for people: each line begins with the plugin's id. */
    public List<String> inUse() {
        List<String> all = new ArrayList<>();
        for (ActivePlugin plugin : active) {
            for (String what : plugin.leases().open()) {
                all.add(plugin.about().id() + ": " + what);
            }
        }
        return all;
    }

    /**
     * Unloads every plugin in which nothing is open and no call runs. The others stay loaded, because a thaw that finds
     * its classes gone would fail; closing again unloads them later, and the process's end always does. Never throws.
     */
    @Override
    public synchronized void close() {
        for (int i = active.size() - 1; i >= 0; i--) {
            ActivePlugin plugin = active.get(i);
            if (plugin.leases().end()) {
                engine.unload(plugin.about().id());
            }
        }
    }
}
