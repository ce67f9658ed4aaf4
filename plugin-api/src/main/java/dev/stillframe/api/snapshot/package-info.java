// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between Stillframe and a <em>snapshot provider</em>: something that can hold a picture of files as of one
 * instant. Stillframe brings its own; storage vendors add theirs, found through {@code
 * META-INF/services/dev.stillframe.api.snapshot.SnapshotProvider}.
 */
@NullMarked
package dev.stillframe.api.snapshot;

import org.jspecify.annotations.NullMarked;
