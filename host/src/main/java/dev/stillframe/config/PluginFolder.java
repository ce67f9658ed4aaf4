// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where plugin jars lie.
 *
 * @param directory absolute
 * @param trust which of them may be used; empty for all
 */
public record PluginFolder(Path directory, Optional<PluginTrust> trust) {}
