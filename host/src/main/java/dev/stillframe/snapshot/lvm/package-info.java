// SPDX-License-Identifier: Apache-2.0
/** Snapshots of LVM logical volumes: all files of one at one instant. */
@NullMarked
package dev.stillframe.snapshot.lvm;

import org.jspecify.annotations.NullMarked;
