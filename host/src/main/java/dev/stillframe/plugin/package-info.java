// SPDX-License-Identifier: Apache-2.0
/**
 * Finds and loads plugins: writers and snapshot providers from a folder of jars. The only package that sees PF4J.
 *
 * <p>A jar is examined before any class of it is loaded, its class loader sees the JDK, the contract, slf4j and JSpecify
 * and nothing else of the host, and whatever is wrong with one jar is reported by the jar's name and stops no other.
 * There is no sandbox: a plugin runs with the host's rights.
 */
@NullMarked
package dev.stillframe.plugin;

import org.jspecify.annotations.NullMarked;
