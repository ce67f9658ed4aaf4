// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;

/**
 * FIFREEZE and FITHAW, see ioctl_fs(2) and {@code linux/fs.h}. Needs CAP_SYS_ADMIN. While a filesystem is frozen,
 * writing to it, making entries and cloning files wait for the thaw; never freeze btrfs before a snapshot of it: that
 * waits as well.
 */
public final class FilesystemFreeze {
    private static final long FIFREEZE = 0xC004_5877L;
    private static final long FITHAW = 0xC004_5878L;

    private FilesystemFreeze() {}

    /**
     * Writes out everything and stops writing.
     *
     * @return false if somebody has frozen it already
     */
    public static boolean freeze(SourcePath mountPoint) throws LinuxException {
        return changed(mountPoint, FIFREEZE, "ioctl FIFREEZE", Errno.EBUSY);
    }

    /**
     * Lets writing go on.
     *
     * @return false if it was not frozen
     */
    public static boolean thaw(SourcePath mountPoint) throws LinuxException {
        return changed(mountPoint, FITHAW, "ioctl FITHAW", Errno.EINVAL);
    }

    private static boolean changed(SourcePath point, long request, String call, Errno already) throws LinuxException {
        try (Descriptor open = Descriptor.open(point, OpenFlags.RDONLY)) {
            LinuxException.checked(LibC.ioctl(open.number(), request, 0), call, point);
            return true;
        } catch (LinuxException e) {
            if (e.is(already) && e.call().equals(call)) {
                return false;
            }
            throw e;
        }
    }
}
