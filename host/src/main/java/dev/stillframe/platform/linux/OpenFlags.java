// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Platform;

/** The flags of open(2). Two of them differ between x86-64 and AArch64. */
final class OpenFlags {
    static final int RDONLY = 0;
    static final int WRONLY = 1;
    static final int RDWR = 2;
    static final int CREAT = 0x40;
    static final int EXCL = 0x80;
    static final int NONBLOCK = 0x800;
    static final int DIRECTORY = Platform.isARM() ? 0x4000 : 0x10000;
    static final int NOFOLLOW = Platform.isARM() ? 0x8000 : 0x20000;
    static final int NOATIME = 0x40000;
    static final int CLOEXEC = 0x80000;
    static final int PATH = 0x200000;

    private OpenFlags() {}
}
