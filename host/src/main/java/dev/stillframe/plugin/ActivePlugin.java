// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.runtime.loader.Leases;
import java.util.List;

/**
 * A plugin with what it brings.
 *
 * @param leases what is open in it
 */
record ActivePlugin(
        LoadedPlugin about, List<PluginWriter> writers, List<SnapshotProvider> snapshotProviders, Leases leases) {
    ActivePlugin {
        writers = List.copyOf(writers);
        snapshotProviders = List.copyOf(snapshotProviders);
    }
}
