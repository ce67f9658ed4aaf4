// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Native;
import java.io.IOException;
import java.util.List;

/** A call of the system failed. The message names the path, the reason and the call with the system's number. */
public final class WindowsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final WindowsError error;
    private final int number;
    private final String call;
    private final String what;

    public WindowsException(int number, String call, Object what) {
        this(WindowsError.of(number), number, call, what.toString(), "");
    }

    private WindowsException(WindowsError error, int number, String call, String what, String more) {
        super(what + ": " + error.meaning() + more + " (" + call + ": error " + number + ")");
        this.error = error;
        this.number = number;
        this.call = call;
        this.what = what;
    }

    /** For the call that failed just now on this thread. */
    static WindowsException last(String call, Object what) {
        return new WindowsException(Native.getLastError(), call, what);
    }

    /** Throws unless a call succeeded. */
    static void check(boolean succeeded, String call, Object what) throws WindowsException {
        if (!succeeded) {
            throw last(call, what);
        }
    }

    /** The same failure, naming who has the file. */
    WindowsException heldBy(List<String> holders) {
        String names = holders.isEmpty() ? ", nobody can be named" : ": " + String.join(", ", holders);
        WindowsException told = new WindowsException(error, number, call, what, names);
        told.initCause(this);
        return told;
    }

    public WindowsError error() {
        return error;
    }

    public boolean is(WindowsError reason) {
        return error == reason;
    }

    /** The system's own number. */
    public int number() {
        return number;
    }

    /** Whether the entry is not there (any more). */
    public boolean vanished() {
        return error == WindowsError.FILE_NOT_FOUND
                || error == WindowsError.PATH_NOT_FOUND
                || error == WindowsError.DIRECTORY;
    }

    /** Whether this system or filesystem has no such thing at all. */
    public boolean unsupported() {
        return error == WindowsError.INVALID_FUNCTION
                || error == WindowsError.NOT_SUPPORTED
                || error == WindowsError.CALL_NOT_IMPLEMENTED;
    }

    /** The system's function, for example {@code CreateFile}. */
    public String call() {
        return call;
    }

    /** The path, or what else it was done to. */
    public String what() {
        return what;
    }
}
