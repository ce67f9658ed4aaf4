// SPDX-License-Identifier: Apache-2.0
/** Cycles with the writer under test, through the calls that the host makes. */
@NullMarked
package dev.stillframe.testkit.drive;

import org.jspecify.annotations.NullMarked;
