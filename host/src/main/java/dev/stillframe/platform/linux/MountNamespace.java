// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

/**
 * Which mounts a process sees, see mount_namespaces(7). The same path means different files in two of them: a
 * container's data folder is not the host's.
 *
 * @param inode names the namespace as long as it exists
 */
public record MountNamespace(long inode) {
    /**
     * Of a process.
     *
     * @throws LinuxException EACCES for somebody else's process without CAP_SYS_PTRACE; ENOENT if there is none
     */
    public static MountNamespace of(long pid) throws LinuxException {
        return new MountNamespace(FileStatus.behind("/proc/" + pid + "/ns/mnt").inode());
    }

    /** Of this process. */
    public static MountNamespace own() throws LinuxException {
        return new MountNamespace(FileStatus.behind("/proc/self/ns/mnt").inode());
    }
}
