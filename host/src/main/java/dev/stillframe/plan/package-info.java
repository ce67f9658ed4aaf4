// SPDX-License-Identifier: Apache-2.0
/** The plan of a cycle: which files, on which volumes, by which provider, at which grain. Values in, values out. */
@NullMarked
package dev.stillframe.plan;

import org.jspecify.annotations.NullMarked;
