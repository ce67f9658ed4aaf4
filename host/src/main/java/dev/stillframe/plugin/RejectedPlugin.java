// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.error.Problem;

/**
 * Something in the plugin folder that is not in use.
 *
 * @param file its name in the folder
 * @param problem why; its message names the file
 */
public record RejectedPlugin(String file, Problem problem) {}
