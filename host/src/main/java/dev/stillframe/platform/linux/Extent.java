// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

/**
 * Where a part of a file lies on its device, see {@code linux/fiemap.h}.
 *
 * @param logical where it begins in the file, in bytes
 * @param physical where it begins on the device, in bytes
 * @param flags see the constants
 */
public record Extent(long logical, long physical, long length, int flags) {
    public static final int LAST = 0x1;
    public static final int UNKNOWN = 0x2;
    public static final int DELAYED = 0x4;
    public static final int ENCODED = 0x8;
    public static final int ENCRYPTED = 0x80;
    public static final int NOT_ALIGNED = 0x100;
    public static final int INLINE = 0x200;
    public static final int TAIL = 0x400;
    public static final int UNWRITTEN = 0x800;
    public static final int MERGED = 0x1000;
    public static final int SHARED = 0x2000;

    /** Whether it has one of these flags. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
