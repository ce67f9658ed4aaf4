// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.time.Duration;
import java.util.List;

/** Something that ends a hold, from outside the writer. Harmless when there is no hold any more. */
public sealed interface ThawAction {
    /**
     * Thaws a filesystem that FIFREEZE froze.
     *
     * @param device the st_dev of the mount point when it was armed; another one there is left alone
     */
    record ThawFilesystem(SourcePath mountPoint, long device) implements ThawAction {}

    /**
     * Sends SIGCONT to a process.
     *
     * @param startTicks field 22 of {@code /proc/PID/stat}: another process with the same id is left alone
     */
    record ContinueProcess(long pid, long startTicks) implements ThawAction {}

    /** Writes 0 to {@code cgroup.freeze} of a version 2 cgroup. */
    record ThawCgroup(SourcePath path) implements ThawAction {}

    /**
     * Runs a command.
     *
     * @param command program and arguments; no shell
     * @param limit after which it is killed
     */
    record Run(List<String> command, Duration limit) implements ThawAction {
        public Run {
            command = List.copyOf(command);
        }
    }

    /** Ends the process that the writer runs in: for a hold that lives in a session and ends with its connection. */
    record EndWriterProcess() implements ThawAction {}
}
