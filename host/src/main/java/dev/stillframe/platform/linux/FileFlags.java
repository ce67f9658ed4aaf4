// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a filesystem keeps of a file beside its status, see ioctl_iflags(2) and ioctl_xfs_fsgetxattr(2). */
public final class FileFlags {
    private static final long FS_IOC_GETFLAGS = 0x8008_6601L;
    private static final long FS_IOC_SETFLAGS = 0x4008_6602L;
    private static final int IMMUTABLE = 0x10;
    private static final long FS_IOC_FSGETXATTR = 0x801C_581FL;
    private static final int FSXATTR_SIZE = 28;
    private static final int XFLAG_REALTIME = 0x1;

    private FileFlags() {}

    /** Makes a file that nobody can write, rename or remove, not even root, or undoes that. Needs CAP_LINUX_IMMUTABLE. */
    public static void setImmutable(OpenFile file, boolean immutable) throws LinuxException {
        byte[] raw = new byte[8]; // the kernel reads and writes an int whatever the number says
        int result = LibC.ioctl(file.descriptor().number(), FS_IOC_GETFLAGS, raw);
        LinuxException.checked(result, "ioctl FS_IOC_GETFLAGS", file.descriptor());
        ByteBuffer flags = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        int before = flags.getInt(0);
        int after = immutable ? before | IMMUTABLE : before & ~IMMUTABLE;
        if (after != before) {
            flags.putInt(0, after);
            result = LibC.ioctl(file.descriptor().number(), FS_IOC_SETFLAGS, raw);
            LinuxException.checked(result, "ioctl FS_IOC_SETFLAGS", file.descriptor());
        }
    }

    /** Whether the data lies on an XFS filesystem's realtime device, which has addresses of its own. */
    public static boolean realtime(OpenFile file) throws LinuxException {
        byte[] raw = new byte[FSXATTR_SIZE];
        int result = LibC.ioctl(file.descriptor().number(), FS_IOC_FSGETXATTR, raw);
        LinuxException.checked(result, "ioctl FS_IOC_FSGETXATTR", file.descriptor());
        return (ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder()).getInt(0) & XFLAG_REALTIME) != 0;
    }
}
