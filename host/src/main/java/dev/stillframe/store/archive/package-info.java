// SPDX-License-Identifier: Apache-2.0
/**
 * A folder that keeps each backup as one archive that ordinary tools unpack, with a manifest beside it that says what is
 * in it, where, and with which digests.
 */
@NullMarked
package dev.stillframe.store.archive;

import org.jspecify.annotations.NullMarked;
