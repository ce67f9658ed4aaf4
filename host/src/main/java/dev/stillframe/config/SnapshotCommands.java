// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A volume whose snapshots are made by somebody else's program: a storage array's, a cloud's.
 *
 * @param name of the entry in the configuration
 * @param volume where the volume is mounted; absolute
 * @param create program and arguments that make a snapshot; no shell, as of all three
 * @param mount those that mount one
 * @param release those that unmount and remove one
 * @param freezeFilesystem whether the filesystem is frozen while {@code create} runs
 * @param timeout bounds {@code mount} and {@code release}, each
 */
public record SnapshotCommands(
        String name,
        Path volume,
        List<String> create,
        List<String> mount,
        List<String> release,
        boolean freezeFilesystem,
        Duration timeout) {
    public SnapshotCommands {
        create = List.copyOf(create);
        mount = List.copyOf(mount);
        release = List.copyOf(release);
    }
}
