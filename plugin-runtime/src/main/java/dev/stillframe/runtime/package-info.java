// SPDX-License-Identifier: Apache-2.0
/** The calling discipline around every call into a writer. */
@NullMarked
package dev.stillframe.runtime;

import org.jspecify.annotations.NullMarked;
