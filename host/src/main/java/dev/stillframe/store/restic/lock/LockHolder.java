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
 *
 * @param pidNamespace see {@link LockDocument}
 */
record LockHolder(String hostname, String username, long pid, long uid, long gid, String pidNamespace) {
    static LockHolder ofThisProcess() {
        return new LockHolder(
                machine(),
                System.getProperty("user.name", ""),
                ProcessHandle.current().pid(),
                attribute("unix:uid"),
                attribute("unix:gid"),
                numbering());
    }

    LockDocument lock(Instant time, boolean exclusive) {
        return new LockDocument(time, exclusive, hostname, username, pid, uid, gid, pidNamespace);
    }

    /**
     * Whether a lock was made on this machine by a process that is gone. Two machines may have one name, and two containers:
     * a lock that says what its process number counts in is another's if that is not ours. One that does not say, as
     * restic's, is taken as restic takes it.
     */
    boolean knowsGone(LockDocument lock) {
        return lock.hostname().equals(hostname)
                && (lock.pidNamespace().isEmpty() || lock.pidNamespace().equals(pidNamespace))
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

    /** This boot, see proc(5), and the namespace, see pid_namespaces(7); empty where the system has no such thing. */
    private static String numbering() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            return boot.strip() + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "";
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
