// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/** Signals to other processes, see kill(2). */
final class Signals {
    static final int KILL = 9;
    static final int CONTINUE = 18;
    static final int STOP = 19;

    static {
        Native.register(Signals.class, Platform.C_LIBRARY_NAME);
    }

    private Signals() {}

    private static native int kill(int pid, int signal);

    static void send(long pid, int signal) {
        kill(Math.toIntExact(pid), signal);
    }
}
