// SPDX-License-Identifier: Apache-2.0
/** Makes a ZFS pool in a file, with a zfs-fuse of its own where the kernel has no ZFS. For tests. */
@NullMarked
package dev.stillframe.zpool;

import org.jspecify.annotations.NullMarked;
