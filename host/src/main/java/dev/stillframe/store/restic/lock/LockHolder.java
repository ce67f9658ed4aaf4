// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.lock;

import dev.stillframe.store.restic.format.LockDocument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Who holds a lock: a process on a machine. The machine's name is the system's, not a configured one, because restic on
 * the same machine asks the system whether the process is still there.
 */
record LockHolder(String hostname, String username, long pid, long uid, long gid) {
    static LockHolder ofThisProcess() {
        return new LockHolder(
                machine(),
                System.getProperty("user.name", ""),
                ProcessHandle.current().pid(),
                attribute("unix:uid"),
                attribute("unix:gid"));
    }

    LockDocument lock(Instant time, boolean exclusive) {
        return new LockDocument(time, exclusive, hostname, username, pid, uid, gid);
    }

    /** Whether a lock was made on this machine by a process that is gone. */
    boolean knowsGone(LockDocument lock) {
        return lock.hostname().equals(hostname)
                && ProcessHandle.of(lock.pid()).filter(ProcessHandle::isAlive).isEmpty();
    }

    private static String machine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return networkName();
        }
    }

    private static String networkName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Of this process; 0, which a lock leaves out, where the system has no such thing. */
    private static long attribute(String name) {
        try {
            return Files.getAttribute(Path.of("/proc/self"), name) instanceof Integer id ? id : 0;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return 0;
        }
    }
}
