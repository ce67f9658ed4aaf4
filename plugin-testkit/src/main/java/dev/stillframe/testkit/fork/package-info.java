// SPDX-License-Identifier: Apache-2.0
/** A writer in a process of its own, which can be killed. */
@NullMarked
package dev.stillframe.testkit.fork;

import org.jspecify.annotations.NullMarked;
