// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import dev.stillframe.error.StillframeException;
import java.util.Map;

/** Tells what the settings of each writer must look like. */
@FunctionalInterface
public interface WriterSchemas {
    /**
     * The writers that the plugins in a folder bring, those that may be used. Called once at most per reading.
     *
     * @return from a writer's id to the JSON Schema (draft 2020-12) of its settings
     * @throws StillframeException if the folder cannot be used at all
     */
    Map<String, String> in(PluginFolder plugins) throws StillframeException;
}
