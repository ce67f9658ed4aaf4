// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.SourcePath;

/**
 * A mounted filesystem.
 *
 * @param mountPoint where it is mounted, as in {@code /proc/self/mountinfo}
 * @param fileSystem its type there, for example {@code btrfs}
 * @param device its mount source there, for example {@code /dev/sda1}
 * @param deviceId the st_dev of the mount point
 */
public record Volume(SourcePath mountPoint, String fileSystem, String device, long deviceId) {}
