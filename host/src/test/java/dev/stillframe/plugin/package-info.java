// SPDX-License-Identifier: Apache-2.0
/** Plugins that are compiled at test time, and what becomes of them. */
package dev.stillframe.plugin;
