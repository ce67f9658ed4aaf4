// SPDX-License-Identifier: Apache-2.0
/**
 * Where a repository's files lie: a small interface over whole, never-changing files, and what every place has in common.
 * Knows nothing of what the files contain.
 */
@NullMarked
package dev.stillframe.store.backend;

import org.jspecify.annotations.NullMarked;
