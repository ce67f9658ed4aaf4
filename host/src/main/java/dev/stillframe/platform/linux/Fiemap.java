// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The extents of a file, see {@code Documentation/filesystems/fiemap.rst} of the kernel. */
public final class Fiemap {
    private static final long FS_IOC_FIEMAP = 0xC020_660BL;
    private static final int HEADER = 32;
    private static final int EXTENT = 56;
    private static final int BATCH = 1024;
    private static final int SYNC = 1;

    private Fiemap() {}

    /** How many extents there are by now; what is not yet written out may not be counted. */
    public static long count(OpenFile file) throws LinuxException {
        byte[] raw = request(0, Long.MAX_VALUE, 0, 0);
        call(file, raw);
        return mapped(raw);
    }

    /** The extents of a part of a file, in order; dirty data is written out before. */
    public static List<Extent> extents(OpenFile file, FileRange range) throws LinuxException {
        List<Extent> extents = new ArrayList<>();
        long at = range.offset();
        while (at < range.end()) {
            byte[] raw = request(at, range.end() - at, SYNC, BATCH);
            call(file, raw);
            int count = mapped(raw);
            ByteBuffer map = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
            for (int i = 0; i < count; i++) {
                int e = HEADER + i * EXTENT;
                extents.add(new Extent(map.getLong(e), map.getLong(e + 8), map.getLong(e + 16), map.getInt(e + 40)));
            }
            if (count == 0 || extents.get(extents.size() - 1).has(Extent.LAST)) {
                break;
            }
            Extent last = extents.get(extents.size() - 1);
            at = last.logical() + last.length();
        }
        return extents;
    }

    private static byte[] request(long start, long length, int flags, int room) {
        byte[] raw = new byte[HEADER + room * EXTENT];
        ByteBuffer.wrap(raw)
                .order(ByteOrder.nativeOrder())
                .putLong(start)
                .putLong(length)
                .putInt(flags)
                .putInt(0)
                .putInt(room);
        return raw;
    }

    private static int mapped(byte[] raw) {
        return ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder()).getInt(20);
    }

    private static void call(OpenFile file, byte[] raw) throws LinuxException {
        int result = LibC.ioctl(file.descriptor().number(), FS_IOC_FIEMAP, raw);
        LinuxException.checked(result, "ioctl FS_IOC_FIEMAP", file.descriptor());
    }
}
