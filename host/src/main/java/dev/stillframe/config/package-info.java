// SPDX-License-Identifier: Apache-2.0
/**
 * The configuration: one YAML file, read once into records. Everything that is wrong with it is told at once, with line
 * and column; nothing is corrected silently.
 */
@NullMarked
package dev.stillframe.config;

import org.jspecify.annotations.NullMarked;
