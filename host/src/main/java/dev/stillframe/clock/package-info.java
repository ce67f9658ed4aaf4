// SPDX-License-Identifier: Apache-2.0
/** Time: the one clock that everything else is given. */
@NullMarked
package dev.stillframe.clock;

import org.jspecify.annotations.NullMarked;
