// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Volume;

/**
 * A line of {@code /proc/PID/mountinfo}, see proc_pid_mountinfo(5).
 *
 * @param id unique among the mounts that exist
 * @param device st_dev of what is mounted; of btrfs that of the whole filesystem, which no file in it has
 * @param root which folder of the filesystem is mounted, as bytes that begin with {@code /} (btrfs: the subvolume's
 *     path)
 * @param readOnly whether the mount or the filesystem is read-only
 * @param fileSystem the type, without its subtype
 * @param source the device, or whatever the filesystem calls its source
 */
public record Mount(
        long id, long device, SourcePath root, SourcePath point, boolean readOnly, String fileSystem, String source) {
    /** As the contract names it. */
    public Volume volume() throws LinuxException {
        return new Volume(point, fileSystem, source, FileStatus.of(point).device());
    }
}
