// SPDX-License-Identifier: Apache-2.0
/** What a backup may claim, derived from how it was taken. Values in, values out. */
@NullMarked
package dev.stillframe.consistency;

import org.jspecify.annotations.NullMarked;
