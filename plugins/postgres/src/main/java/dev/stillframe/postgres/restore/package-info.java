// SPDX-License-Identifier: Apache-2.0
/** A cluster that was restored beside the original: everything that points back there is turned round. */
@NullMarked
package dev.stillframe.postgres.restore;

import org.jspecify.annotations.NullMarked;
