// SPDX-License-Identifier: Apache-2.0
/** The receipt: what a backup is, how it was taken and what was proved, as it is kept with the backup. */
@NullMarked
package dev.stillframe.receipt;

import org.jspecify.annotations.NullMarked;
