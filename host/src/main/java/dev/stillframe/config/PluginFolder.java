// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;

/**
 * Where plugin jars lie.
 *
 * @param directory absolute
 */
public record PluginFolder(Path directory) {}
