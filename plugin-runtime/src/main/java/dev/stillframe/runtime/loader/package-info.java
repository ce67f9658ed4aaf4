// SPDX-License-Identifier: Apache-2.0
/**
 * The border to a plugin's code: every call across it runs with the plugin's class loader as the thread's context class
 * loader and is counted, so that a plugin is never unloaded under a call or a hold.
 *
 * <p>The classes between a freeze and its thaw are written by hand, without reflection and without lambdas, whose first
 * use would define classes inside the frozen window.
 */
@NullMarked
package dev.stillframe.runtime.loader;

import org.jspecify.annotations.NullMarked;
