// SPDX-License-Identifier: Apache-2.0
/**
 * What of a file changed since an earlier image that still exists: extents, the rule that compares them, and what an
 * earlier image has to be to be compared with. Values in, values out; asks no system.
 */
@NullMarked
package dev.stillframe.change;

import org.jspecify.annotations.NullMarked;
