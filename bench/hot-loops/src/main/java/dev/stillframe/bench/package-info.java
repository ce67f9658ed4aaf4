// SPDX-License-Identifier: Apache-2.0
/** What every byte of a backup goes through, measured alone. */
@NullMarked
package dev.stillframe.bench;

import org.jspecify.annotations.NullMarked;
