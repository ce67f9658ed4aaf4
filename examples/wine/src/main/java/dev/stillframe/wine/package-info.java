// SPDX-License-Identifier: Apache-2.0
/** Runs programs of Windows, a real JVM above all, under Wine. For tests. */
@NullMarked
package dev.stillframe.wine;

import org.jspecify.annotations.NullMarked;
