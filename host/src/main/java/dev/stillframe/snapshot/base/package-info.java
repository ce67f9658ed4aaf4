// SPDX-License-Identifier: Apache-2.0
/**
 * Snapshots that stay after their backup, for the next one to be compared with. A snapshot becomes a base by another name,
 * under which nobody removes it who looks for what a cycle left.
 */
@NullMarked
package dev.stillframe.snapshot.base;

import org.jspecify.annotations.NullMarked;
