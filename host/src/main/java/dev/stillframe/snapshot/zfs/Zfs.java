// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import dev.stillframe.platform.linux.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What is needed of ZFS. Any thread. */
interface Zfs {
    /** Whether this process could ask for anything: the program is there, and it has the rights. */
    boolean usable();

    /** Whether there is anybody to ask: the kernel's module, or the process of zfs-fuse. Runs nothing. */
    boolean answers();

    /** What is mounted now. */
    MountTable mounts() throws IOException;

    /** Whether a device is a volume of a pool, a zvol. Asks the kernel, and runs nothing. */
    boolean isVolume(long device);

    /** All filesystems of all pools. */
    List<Dataset> datasets() throws IOException;

    /** The names of all snapshots of all pools, {@code DATASET@NAME}. */
    List<String> snapshots() throws IOException;

    /** What of a pool a snapshot of these is made of: themselves, or more, where there is no other way. */
    List<String> reach(List<String> datasets);

    /** Runs what {@link #create} runs, for looking only. */
    void rehearse(List<String> datasets) throws IOException;

    /**
     * Makes snapshots of datasets of one pool at one instant: all or none. Returns when it is over, whatever is asked of
     * the thread: nobody could say of a call that was given up whether there will be snapshots.
     *
     * @param name of each, behind the {@code @}
     */
    void create(List<String> datasets, String name) throws IOException;

    /**
     * Mounts a snapshot so that nothing is written to it, and looks whether it is there.
     *
     * @param limit after which mount(8) is killed
     */
    void show(ZfsSnapshot snapshot, Path target, Duration limit) throws IOException;

    /** Whether a snapshot, and nothing else, can be seen where it was mounted. */
    boolean shows(ZfsSnapshot snapshot, Path target) throws IOException;

    /** Unmounts a snapshot wherever it is mounted. Readers are waited for a little. */
    void hide(ZfsSnapshot snapshot) throws IOException;

    /** Removes a snapshot that nobody uses, or a clone of one. Returns when it is over. Never removes what depends on it. */
    void destroy(String name) throws IOException;
}
