// SPDX-License-Identifier: Apache-2.0
/** Which blob lies where, for millions of blobs, in arrays. */
@NullMarked
package dev.stillframe.store.restic.index;

import org.jspecify.annotations.NullMarked;
