// SPDX-License-Identifier: Apache-2.0
/**
 * Files as a backup sees them: entries, contents as ranges, and the seam between what reads them and what stores them.
 * Knows no filesystem and no format.
 */
@NullMarked
package dev.stillframe.tree;

import org.jspecify.annotations.NullMarked;
