// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Every volume that this process can look at: a snapshot may lie on one that no configuration names any more.
 *
 * @param volumes each once
 * @param problems volumes that are mounted and do not answer, such as a share whose server is away
 */
record MountedVolumes(List<Volume> volumes, List<Problem> problems) {
    MountedVolumes {
        volumes = List.copyOf(volumes);
        problems = List.copyOf(problems);
    }

    /** The volumes that are mounted now. */
    static MountedVolumes now() throws StillframeException {
        try {
            return of(MountTable.read());
        } catch (IOException e) {
            throw new StillframeException(
                    "recover.mounts", "cannot read the table of mounts: " + e.getMessage(), Retry.UNKNOWN, "", e);
        }
    }

    static MountedVolumes of(MountTable mounts) {
        List<Volume> volumes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Mount mount : mounts.mounts()) {
            try {
                mounts.volumeOf(mount.point()).ifPresent(volumes::add);
            } catch (LinuxException e) {
                if (!unreachable(e)) {
                    problems.add(
                            new Problem(
                                    "recover.volume",
                                    "cannot look for snapshots on the volume at " + mount.point() + ": "
                                            + e.getMessage(),
                                    Retry.UNKNOWN,
                                    "what an earlier run may have left there is removed by stillframe recover once it answers"));
                }
            }
        }
        return new MountedVolumes(volumes.stream().distinct().toList(), problems);
    }

    /** Whether another mount lies over the way to it, or this user may not enter it and so has left nothing there. */
    private static boolean unreachable(LinuxException e) {
        return e.vanished() || e.is(Errno.EACCES);
    }
}
