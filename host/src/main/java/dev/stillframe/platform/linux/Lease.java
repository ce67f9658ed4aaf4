// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Native;
import java.util.Optional;

/**
 * A read lease on an open file, see {@code F_SETLEASE} in fcntl(2): as long as it holds, nobody has the file open for
 * writing and nobody truncates it. Whoever wants to waits until the lease is released, at most {@code
 * /proc/sys/fs/lease-break-time} seconds; then the kernel breaks it. So ask {@link #holds} often, and release soon.
 *
 * <p>Only for files of the process's own user, or with CAP_LEASE. Belongs to the open file: close the lease first.
 */
public final class Lease implements AutoCloseable {
    private static final int F_SETSIG = 10;
    private static final int F_SETLEASE = 1024;
    private static final int F_GETLEASE = 1025;
    private static final int F_RDLCK = 0;
    private static final int F_UNLCK = 2;
    private static final int SIGURG = 23;

    private final Descriptor file;

    private Lease(Descriptor file) {
        this.file = file;
    }

    /**
     * Takes a lease; empty if somebody has the file open for writing.
     *
     * @throws LinuxException EACCES for somebody else's file; EINVAL where the filesystem knows no leases
     */
    public static Optional<Lease> take(OpenFile file) throws LinuxException {
        Descriptor descriptor = file.descriptor();
        // the default, SIGIO, would end the process; SIGURG is ignored unless somebody asks for it
        LinuxException.checked(LibC.fcntl(descriptor.number(), F_SETSIG, SIGURG), "fcntl F_SETSIG", descriptor);
        if (LibC.fcntl(descriptor.number(), F_SETLEASE, F_RDLCK) == -1) {
            LinuxException failed = LinuxException.numbered(Native.getLastError(), "fcntl F_SETLEASE", descriptor);
            if (failed.is(Errno.EAGAIN)) {
                return Optional.empty();
            }
            throw failed;
        }
        return Optional.of(new Lease(descriptor));
    }

    /**
     * Whether the file was protected all along, and nobody waits: false once somebody asked to write, also if the
     * kernel has broken the lease by now.
     */
    public boolean holds() throws LinuxException {
        return LinuxException.checked(LibC.fcntl(file.number(), F_GETLEASE, 0), "fcntl F_GETLEASE", file) == F_RDLCK;
    }

    /** Releases it. */
    @Override
    public void close() throws LinuxException {
        if (LibC.fcntl(file.number(), F_SETLEASE, F_UNLCK) == -1) {
            LinuxException failed = LinuxException.numbered(Native.getLastError(), "fcntl F_SETLEASE", file);
            if (!failed.is(Errno.EAGAIN)) { // the kernel broke it already
                throw failed;
            }
        }
    }
}
