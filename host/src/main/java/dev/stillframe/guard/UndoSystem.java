// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.SourcePath;
import java.io.IOException;

/**
 * The system calls that end a hold. Each is harmless when there is no hold any more, and does nothing when what it
 * names is not there any more. Any thread; may block, so it is called where that can be borne.
 */
public interface UndoSystem {
    /**
     * Thaws a frozen filesystem: FITHAW, see ioctl_fifreeze(2). Not frozen is a success.
     *
     * @param device the st_dev that the mount point must have; another one is left alone
     */
    void thawFilesystem(SourcePath mountPoint, long device) throws IOException;

    /**
     * Sends SIGCONT.
     *
     * @param startTicks field 22 of /proc/PID/stat, see proc(5); a process with another one is left alone
     */
    void continueProcess(long pid, long startTicks) throws IOException;

    /**
     * Whether a process is there.
     *
     * @param startTicks as for {@link #continueProcess}: another process with the same id is not the one
     */
    boolean runs(long pid, long startTicks) throws IOException;

    /** Writes 0 to {@code cgroup.freeze}, see the kernel's cgroup-v2.rst. A cgroup that is gone is a success. */
    void thawCgroup(SourcePath path) throws IOException;
}
