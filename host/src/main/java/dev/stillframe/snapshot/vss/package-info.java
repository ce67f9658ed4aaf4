// SPDX-License-Identifier: Apache-2.0
/** Shadow copies of Windows volumes, with the VSS writers' help. */
@NullMarked
package dev.stillframe.snapshot.vss;

import org.jspecify.annotations.NullMarked;
