// SPDX-License-Identifier: Apache-2.0
/** A repository as a destination: a backup is a snapshot, whose tree shows every file at its real path. */
@NullMarked
package dev.stillframe.store.restic.snapshot;

import org.jspecify.annotations.NullMarked;
