// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Native;
import java.io.IOException;

/** A call of the system failed. The message names the path, the reason and the call. */
public final class LinuxException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final String call;
    private final String what;

    public LinuxException(Errno errno, String call, String what) {
        this(errno, errno.name(), call, what);
    }

    private LinuxException(Errno errno, String name, String call, String what) {
        super(what + ": " + errno.meaning() + " (" + call + ": " + name + ")");
        this.errno = errno;
        this.call = call;
        this.what = what;
    }

    /** For the call that failed just now on this thread. */
    static LinuxException last(String call, Object what) {
        return numbered(Native.getLastError(), call, what);
    }

    static LinuxException numbered(int number, String call, Object what) {
        Errno errno = Errno.of(number);
        return new LinuxException(
                errno, errno == Errno.OTHER ? "errno " + number : errno.name(), call, what.toString());
    }

    /** Passes a result on, unless it is -1. */
    static int checked(int result, String call, Object what) throws LinuxException {
        if (result == -1) {
            throw last(call, what);
        }
        return result;
    }

    static long checked(long result, String call, Object what) throws LinuxException {
        if (result == -1) {
            throw last(call, what);
        }
        return result;
    }

    public Errno errno() {
        return errno;
    }

    public boolean is(Errno reason) {
        return errno == reason;
    }

    /** Whether the entry is not there (any more): it, or a folder on the way to it, was removed or replaced. */
    public boolean vanished() {
        return errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == Errno.ESTALE;
    }

    /** The system's function, for example {@code openat}. */
    public String call() {
        return call;
    }

    /** The path, or what else it was done to. */
    public String what() {
        return what;
    }
}
