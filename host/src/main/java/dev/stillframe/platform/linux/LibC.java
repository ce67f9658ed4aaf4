// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * The C library, mapped directly. {@code size_t}, {@code off_t} and {@code long} are 64 bits wide. Paths and names are
 * bytes that end with NUL. The functions are those of the man pages' section 2 and 3; errno is kept per thread by JNA.
 */
final class LibC {
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;

    static {
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    private LibC() {}

    static native int geteuid();

    static native int openat(int folder, byte[] path, int flags, int mode);

    static native long syscall(long number, long folder, byte[] path, byte[] how, long size);

    static native int close(int descriptor);

    static native int statx(int folder, byte[] path, int flags, int mask, byte[] status);

    static native long readlinkat(int folder, byte[] path, byte[] target, long size);

    static native Pointer realpath(byte[] path, Pointer resolved);

    static native void free(Pointer memory);

    static native long getdents64(int descriptor, byte[] entries, long size);

    static native long pread(int descriptor, Pointer bytes, long count, long at);

    static native long pread(int descriptor, byte[] bytes, long count, long at);

    static native long pwrite(int descriptor, Pointer bytes, long count, long at);

    static native long pwrite(int descriptor, byte[] bytes, long count, long at);

    static native long lseek(int descriptor, long offset, int whence);

    static native int posix_fadvise(int descriptor, long offset, long length, int advice);

    static native int ftruncate(int descriptor, long length);

    static native int fsync(int descriptor);

    static native int fstatfs(int descriptor, byte[] status);

    static native int syncfs(int descriptor);

    static native long llistxattr(byte[] path, byte[] names, long size);

    static native long lgetxattr(byte[] path, byte[] name, byte[] value, long size);

    static native int lsetxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

    static native long flistxattr(int descriptor, byte[] names, long size);

    static native long fgetxattr(int descriptor, byte[] name, byte[] value, long size);

    static native int fsetxattr(int descriptor, byte[] name, byte[] value, long size, int flags);

    static native int mkdirat(int folder, byte[] name, int mode);

    static native int symlinkat(byte[] target, int folder, byte[] name);

    static native int linkat(int oldFolder, byte[] oldName, int folder, byte[] name, int flags);

    static native int mknodat(int folder, byte[] name, int mode, long device);

    static native int renameat(int oldFolder, byte[] oldName, int folder, byte[] name);

    static native int unlinkat(int folder, byte[] name, int flags);

    static native int fchownat(int folder, byte[] name, int uid, int gid, int flags);

    static native int fchmod(int descriptor, int mode);

    static native int chmod(byte[] path, int mode);

    static native int utimensat(int folder, byte[] name, long[] times, int flags);

    static native int futimens(int descriptor, long[] times);

    static native int fcntl(int descriptor, int command, int argument);

    static native int ioctl(int descriptor, long request, long argument);

    static native int ioctl(int descriptor, long request, byte[] argument);
}
