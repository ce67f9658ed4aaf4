// SPDX-License-Identifier: Apache-2.0
/**
 * Which jars may be used: by their digest, or by who signed every entry of them. Values in, values out; whoever reads
 * the jar hands over what it saw.
 */
@NullMarked
package dev.stillframe.plugin.trust;

import org.jspecify.annotations.NullMarked;
