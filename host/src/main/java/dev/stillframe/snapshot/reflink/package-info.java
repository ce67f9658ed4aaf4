// SPDX-License-Identifier: Apache-2.0
/** Clones of single files on XFS and btrfs: each file at an instant of its own. */
@NullMarked
package dev.stillframe.snapshot.reflink;

import org.jspecify.annotations.NullMarked;
