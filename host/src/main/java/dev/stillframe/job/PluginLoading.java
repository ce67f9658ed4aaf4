// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.config.PluginFolder;
import dev.stillframe.config.PluginTrust;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import dev.stillframe.plugin.LoadedPlugins;
import dev.stillframe.plugin.PluginWriter;
import dev.stillframe.plugin.Plugins;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Loads the plugins when the reader of the configuration asks for their schemas, and once only. One thread. */
final class PluginLoading {
    private final InstantSource clock;
    private final Events events;
    private @Nullable LoadedPlugins loaded;

    /** @param events learn which plugins are not used */
    PluginLoading(InstantSource clock, Events events) {
        this.clock = clock;
        this.events = events;
    }

    /** Loads those plugins that the configuration trusts. */
    static LoadedPlugins load(PluginFolder folder, InstantSource clock) throws StillframeException {
        TrustPolicy policy = TrustPolicy.none();
        if (folder.trust().isPresent()) {
            PluginTrust trust = folder.trust().get();
            policy = TrustPolicy.of(trust.sha256(), trust.signers(), trust.signersPasswordFile(), clock);
        }
        return Plugins.load(folder.directory(), policy);
    }

    Map<String, String> schemas(PluginFolder folder) throws StillframeException {
        Map<String, String> schemas = new TreeMap<>();
        for (PluginWriter writer : from(folder).writers()) {
            schemas.put(writer.descriptor().id(), writer.settingsSchema());
        }
        return schemas;
    }

    LoadedPlugins from(PluginFolder folder) throws StillframeException {
        LoadedPlugins plugins = loaded;
        if (plugins == null) {
            plugins = load(folder, clock);
            loaded = plugins;
            plugins.rejected().forEach(each -> events.on(new Event.Warned(each.problem())));
        }
        return plugins;
    }

    void close() {
        if (loaded != null) {
            loaded.close();
        }
    }
}
