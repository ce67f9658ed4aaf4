// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * What Windows says of an open file, from BY_HANDLE_FILE_INFORMATION and FILE_BASIC_INFO (fileapi.h, winbase.h).
 *
 * @param attributes FILE_ATTRIBUTE_...
 * @param created to 100 nanoseconds, like the others
 * @param modified when its content was written last
 * @param changed when anything about it was changed last; as {@code modified} where the filesystem does not keep it
 * @param size in bytes
 * @param links how many names it has
 * @param volume the volume's serial number
 * @param index names the file on its volume
 */
public record WindowsStatus(
        int attributes,
        Instant created,
        Instant modified,
        Instant changed,
        long size,
        long links,
        long volume,
        long index) {
    public static final int READ_ONLY = 0x1;
    public static final int FOLDER = 0x10;
    public static final int SPARSE = 0x200;
    public static final int REPARSE_POINT = 0x400;
    public static final int ENCRYPTED = 0x4000;

    static final int BY_HANDLE_SIZE = 52;
    static final int BASIC_SIZE = 40;

    /** @throws IndexOutOfBoundsException if it is shorter than these structures are */
    static WindowsStatus parse(byte[] byHandle, byte[] basic) {
        ByteBuffer file = ByteBuffer.wrap(byHandle).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer times = ByteBuffer.wrap(basic).order(ByteOrder.LITTLE_ENDIAN);
        long changed = times.getLong(24);
        Instant modified = FileTimes.instant(times.getLong(16));
        return new WindowsStatus(
                times.getInt(32),
                FileTimes.instant(times.getLong(0)),
                modified,
                changed == 0 ? modified : FileTimes.instant(changed),
                halves(file, 32),
                file.getInt(40) & 0xffff_ffffL,
                file.getInt(28) & 0xffff_ffffL,
                halves(file, 44));
    }

    private static long halves(ByteBuffer from, int high) {
        return ((long) from.getInt(high) << 32) | (from.getInt(high + 4) & 0xffff_ffffL);
    }

    public boolean has(int attribute) {
        return (attributes & attribute) != 0;
    }

    /** Whether both are the same file. */
    public boolean sameFile(WindowsStatus other) {
        return volume == other.volume && index == other.index;
    }
}
