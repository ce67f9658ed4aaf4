// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.ChecksFiles;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.Restores;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterFactory;
import java.util.Optional;

/**
 * A writer that a configuration can ask for.
 *
 * @param plugin the id of the plugin that brings it
 * @param factory with the plugin's class loader around every call; it has the capabilities that the plugin's own has
 * @param settingsSchema the text of the JSON Schema of its settings
 */
public record PluginWriter(WriterDescriptor descriptor, String plugin, WriterFactory factory, String settingsSchema) {
    /** The writer's part in a restore, if it has one. */
    public Optional<Restores> restores() {
        return factory instanceof Restores restores ? Optional.of(restores) : Optional.empty();
    }

    /** How the writer checks files that lie anywhere, if it can. */
    public Optional<ChecksFiles> checksFiles() {
        return factory instanceof ChecksFiles checks ? Optional.of(checks) : Optional.empty();
    }

    /** The writer's diagnoses, if it has any. */
    public Optional<Diagnoses> diagnoses() {
        return factory instanceof Diagnoses diagnoses ? Optional.of(diagnoses) : Optional.empty();
    }
}
