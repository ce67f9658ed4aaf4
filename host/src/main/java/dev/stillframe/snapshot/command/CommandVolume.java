// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.command;

import dev.stillframe.api.SourcePath;
import java.time.Duration;
import java.util.List;

/**
 * A volume and the commands that make its snapshots. What a command is to act on stands in its environment:
 *
 * <ul>
 *   <li>{@code STILLFRAME_SNAPSHOT}: the snapshot's name, letters, digits, dots and hyphens, unique;
 *   <li>{@code STILLFRAME_VOLUME}: where the volume is mounted;
 *   <li>{@code STILLFRAME_DEVICE}: its mount source, for example {@code /dev/sdb1};
 *   <li>{@code STILLFRAME_TARGET}: the folder to mount the snapshot at; it is there for mount, and may not be for release.
 * </ul>
 *
 * @param name of the configuration's entry
 * @param mountPoint of the volume
 * @param create makes the snapshot; runs while the applications are held
 * @param mount mounts it, read-only if the filesystem can
 * @param release unmounts and removes whatever there is of it; succeeds where there is nothing
 * @param freezes whether the filesystem is frozen while {@code create} runs
 * @param limit bounds mount and release, each
 */
public record CommandVolume(
        String name,
        SourcePath mountPoint,
        List<String> create,
        List<String> mount,
        List<String> release,
        boolean freezes,
        Duration limit) {
    public CommandVolume {
        create = List.copyOf(create);
        mount = List.copyOf(mount);
        release = List.copyOf(release);
    }
}
