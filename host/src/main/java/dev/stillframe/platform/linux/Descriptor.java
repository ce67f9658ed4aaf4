// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Native;
import dev.stillframe.api.SourcePath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor and what it was opened as, for messages. Any thread; whoever closes it makes sure that no
 * other thread still uses it.
 */
public final class Descriptor implements AutoCloseable {
    private static final long OPENAT2 = 437;
    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_NO_SYMLINKS = 0x04;

    private final int number;
    private final Object what;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Descriptor(int number, Object what) {
        this.number = number;
        this.what = what;
    }

    /**
     * Opens an absolute path in which no name is a symbolic link (ELOOP), see openat2(2). Kernels and sandboxes
     * without openat2 check the last name only.
     */
    static Descriptor open(SourcePath path, int flags) throws LinuxException {
        byte[] raw = Bytes.of(path);
        int all = flags | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC;
        byte[] how = ByteBuffer.allocate(24)
                .order(ByteOrder.nativeOrder())
                .putLong(all)
                .putLong(0)
                .putLong(RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS)
                .array();
        long number = LibC.syscall(OPENAT2, LibC.AT_FDCWD, raw, how, how.length);
        if (number == -1 && Errno.of(Native.getLastError()) == Errno.ENOSYS) {
            number = LibC.openat(LibC.AT_FDCWD, raw, all, 0);
        }
        return new Descriptor((int) LinuxException.checked(number, "openat2", path), path);
    }

    /** Opens without touching the access time where that is allowed: to the owner and to root. */
    static Descriptor openQuietly(SourcePath path, int flags) throws LinuxException {
        try {
            return open(path, flags | OpenFlags.NOATIME);
        } catch (LinuxException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            return open(path, flags);
        }
    }

    /** Opens one entry of a folder; a symbolic link is not followed (ELOOP, or ENOTDIR with DIRECTORY). */
    static Descriptor openAt(Descriptor folder, byte[] name, int flags, int mode) throws LinuxException {
        Object what = folder.entry(name);
        int number =
                LibC.openat(folder.number(), Bytes.name(name), flags | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC, mode);
        return new Descriptor(LinuxException.checked(number, "openat", what), what);
    }

    /** The same, without touching the access time where that is allowed. */
    static Descriptor openAtQuietly(Descriptor folder, byte[] name, int flags) throws LinuxException {
        try {
            return openAt(folder, name, flags | OpenFlags.NOATIME, 0);
        } catch (LinuxException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            return openAt(folder, name, flags, 0);
        }
    }

    /** The number; as long as this is not closed. */
    int number() throws LinuxException {
        if (closed.get()) {
            throw new LinuxException(Errno.EBADF, "close", what.toString());
        }
        return number;
    }

    /** What an entry of this folder is called in messages. */
    Object entry(byte[] name) {
        return what instanceof SourcePath path ? path.child(name) : what;
    }

    /** The path that leads to the open file through {@code /proc}, whatever its name is by now. */
    byte[] procPath() throws LinuxException {
        return Bytes.of("/proc/self/fd/" + number());
    }

    @Override
    public String toString() {
        return what.toString();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LibC.close(number); // nothing was written through a descriptor whose fsync did not already report it
        }
    }
}
