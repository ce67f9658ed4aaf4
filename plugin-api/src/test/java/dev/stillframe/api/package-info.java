// SPDX-License-Identifier: Apache-2.0
/** The contract held against what was reviewed. */
@NullMarked
package dev.stillframe.api;

import org.jspecify.annotations.NullMarked;
