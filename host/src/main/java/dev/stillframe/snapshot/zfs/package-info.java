// SPDX-License-Identifier: Apache-2.0
/** Snapshots of ZFS filesystems: all files of those of one pool at one instant. OpenZFS, and zfs-fuse. */
@NullMarked
package dev.stillframe.snapshot.zfs;

import org.jspecify.annotations.NullMarked;
