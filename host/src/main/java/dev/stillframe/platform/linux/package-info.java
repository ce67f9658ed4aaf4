// SPDX-License-Identifier: Apache-2.0
/**
 * Linux as Java does not show it: paths of any bytes, metadata in full, descriptors, mounts, holders of files, and the
 * ioctls of filesystems. All of JNA is here. Needs a 64-bit Linux 5.6 and glibc 2.30 or newer.
 */
@NullMarked
package dev.stillframe.platform.linux;

import org.jspecify.annotations.NullMarked;
