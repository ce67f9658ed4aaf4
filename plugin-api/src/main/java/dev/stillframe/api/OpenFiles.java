// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;

/**
 * Who holds files open.
 *
 * @param holders one for each process and file
 * @param complete false if some processes could not be looked into
 */
public record OpenFiles(List<Holder> holders, boolean complete) {
    public OpenFiles {
        holders = List.copyOf(holders);
    }

    /** How a process holds a file. */
    public enum Access {
        /** For reading only. */
        READ,
        /** For writing, perhaps for reading too. */
        WRITE,
        /** A shared writable mapping: its stores show in no time stamp. */
        MAPPED_WRITE
    }

    /**
     * One process that has one file open.
     *
     * @param pid the process id; together with {@code startTicks} it names a process for its whole life
     * @param startTicks the start time in clock ticks since boot (field 22 of {@code /proc/PID/stat}, see proc(5))
     * @param command the process's short name
     */
    public record Holder(SourcePath file, long pid, long startTicks, String command, Access access) {}
}
