// SPDX-License-Identifier: Apache-2.0
/** A repository in restic's format, open: blobs, snapshots, keys. */
@NullMarked
package dev.stillframe.store.restic;

import org.jspecify.annotations.NullMarked;
