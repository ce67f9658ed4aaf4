// SPDX-License-Identifier: Apache-2.0
/** A writer that breaks the contract where and how its settings say, to test what becomes of the others. */
@NullMarked
package dev.stillframe.misbehaving;

import org.jspecify.annotations.NullMarked;
