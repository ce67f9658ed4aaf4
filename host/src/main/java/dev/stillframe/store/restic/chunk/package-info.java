// SPDX-License-Identifier: Apache-2.0
/**
 * Where files are cut into chunks: by their content, at fixed multiples of their pages, or where restic cuts. Pure: bytes
 * in, lengths out.
 */
@NullMarked
package dev.stillframe.store.restic.chunk;

import org.jspecify.annotations.NullMarked;
