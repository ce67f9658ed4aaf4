// SPDX-License-Identifier: Apache-2.0
/** Every call into a plugin, by reflection over the contract. */
package dev.stillframe.runtime.loader;
