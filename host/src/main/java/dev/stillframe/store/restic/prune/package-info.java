// SPDX-License-Identifier: Apache-2.0
/** Removes what no snapshot needs, so that a kill at any moment loses nothing. */
@NullMarked
package dev.stillframe.store.restic.prune;

import org.jspecify.annotations.NullMarked;
