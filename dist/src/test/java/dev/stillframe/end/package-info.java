// SPDX-License-Identifier: Apache-2.0
/** The distribution as an operator uses it, from the command line to a restored application. */
@NullMarked
package dev.stillframe.end;

import org.jspecify.annotations.NullMarked;
