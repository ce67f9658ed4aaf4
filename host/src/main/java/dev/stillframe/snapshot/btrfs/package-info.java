// SPDX-License-Identifier: Apache-2.0
/** Snapshots of btrfs subvolumes: all files of one at one instant. */
@NullMarked
package dev.stillframe.snapshot.btrfs;

import org.jspecify.annotations.NullMarked;
