// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Function;

/** How functions and methods are called. */
public enum CallingConvention {
    /** The platform's own; on 64-bit Windows there is only one. */
    PLATFORM(Function.C_CONVENTION),
    /** That of 64-bit Windows on another system (libffi's FFI_WIN64): lets tests exercise it where they run. */
    WIN64(3);

    private final int flags;

    CallingConvention(int flags) {
        this.flags = flags;
    }

    /** JNA's call flags. */
    int flags() {
        return flags;
    }
}
