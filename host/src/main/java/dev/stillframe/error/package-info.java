// SPDX-License-Identifier: Apache-2.0
/** Errors as values: stable code, whether trying again helps, hint. */
@NullMarked
package dev.stillframe.error;

import org.jspecify.annotations.NullMarked;
