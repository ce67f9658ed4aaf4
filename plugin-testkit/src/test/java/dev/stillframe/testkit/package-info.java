// SPDX-License-Identifier: Apache-2.0
/** Tests of the kit itself. */
@NullMarked
package dev.stillframe.testkit;

import org.jspecify.annotations.NullMarked;
