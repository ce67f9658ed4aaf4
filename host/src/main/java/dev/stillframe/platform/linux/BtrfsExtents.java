// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The extents of a file as its btrfs tree has them: what FIEMAP leaves out, where in a compressed extent a part begins.
 * See BTRFS_IOC_TREE_SEARCH_V2 of {@code linux/btrfs.h}; needs CAP_SYS_ADMIN. Of a file that is written, it knows only
 * what was written out.
 */
public final class BtrfsExtents {
    private static final long TREE_SEARCH_V2 = 0xC070_9411L;
    private static final long FS_INFO = 0x8400_941FL;
    private static final int FS_INFO_SIZE = 1024;
    private static final int FSID_AT = 16;
    private static final int EXTENT_DATA = 108;
    private static final int HEADER = 112; // struct btrfs_ioctl_search_args_v2
    private static final int ITEM_HEADER = 32;
    private static final int ITEM = 53;
    private static final int INLINE_ITEM = 21;
    private static final int ROOM = 256 << 10; // an item fits into a node of 64 KiB at most

    private BtrfsExtents() {}

    /** All extents of a file, in order. */
    public static List<BtrfsExtent> of(OpenFile file) throws LinuxException {
        long inode = file.status().inode();
        List<BtrfsExtent> extents = new ArrayList<>();
        byte[] raw = new byte[HEADER + ROOM];
        long from = 0;
        while (true) {
            ByteBuffer search = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
            ask(search, inode, from);
            int result = LibC.ioctl(file.descriptor().number(), TREE_SEARCH_V2, raw);
            LinuxException.checked(result, "ioctl BTRFS_IOC_TREE_SEARCH_V2", file.descriptor());
            int count = search.getInt(64);
            if (count == 0) {
                return extents;
            }
            int at = HEADER;
            for (int i = 0; i < count; i++) {
                int length = length(search, at, file);
                if (search.getLong(at + 8) == inode && search.getInt(at + 24) == EXTENT_DATA) {
                    extents.add(extent(search, at, length, file));
                }
                from = search.getLong(at + 16);
                at += ITEM_HEADER + length;
            }
            if (from == Long.MAX_VALUE) {
                return extents;
            }
            from++;
        }
    }

    /** Names the filesystem, whose extents have addresses of their own: the same in all of its subvolumes. */
    public static UUID filesystem(OpenFile file) throws LinuxException {
        byte[] raw = new byte[FS_INFO_SIZE]; // struct btrfs_ioctl_fs_info_args
        int result = LibC.ioctl(file.descriptor().number(), FS_INFO, raw);
        LinuxException.checked(result, "ioctl BTRFS_IOC_FS_INFO", file.descriptor());
        ByteBuffer id = ByteBuffer.wrap(raw, FSID_AT, 16);
        return new UUID(id.getLong(), id.getLong());
    }

    private static void ask(ByteBuffer search, long inode, long from) {
        search.putLong(0, 0) // the tree of the file's own subvolume
                .putLong(8, inode)
                .putLong(16, inode)
                .putLong(24, from)
                .putLong(32, -1)
                .putLong(40, 0)
                .putLong(48, -1)
                .putInt(56, EXTENT_DATA)
                .putInt(60, EXTENT_DATA)
                .putInt(64, Integer.MAX_VALUE)
                .putLong(104, ROOM);
    }

    private static int length(ByteBuffer search, int at, OpenFile file) throws LinuxException {
        int length = at + ITEM_HEADER <= search.capacity() ? search.getInt(at + 28) : -1;
        if (length < 0 || length > search.capacity() - at - ITEM_HEADER) {
            throw damaged(file);
        }
        return length;
    }

    private static BtrfsExtent extent(ByteBuffer search, int at, int length, OpenFile file) throws LinuxException {
        long logical = search.getLong(at + 16);
        int item = at + ITEM_HEADER;
        if (length < INLINE_ITEM) {
            throw damaged(file);
        }
        ByteBuffer disk = search.duplicate().order(ByteOrder.LITTLE_ENDIAN); // items are as they lie on the disk
        int compression = disk.get(item + 16) & 0xff;
        boolean foreign = disk.get(item + 17) != 0 || disk.getShort(item + 18) != 0;
        BtrfsExtent.Type type = switch (disk.get(item + 20)) {
            case 0 -> BtrfsExtent.Type.INLINE;
            case 1 -> BtrfsExtent.Type.REGULAR;
            case 2 -> BtrfsExtent.Type.PREALLOCATED;
            default -> BtrfsExtent.Type.UNKNOWN;
        };
        if (type == BtrfsExtent.Type.INLINE) {
            return new BtrfsExtent(logical, disk.getLong(item + 8), type, 0, 0, 0, compression, foreign);
        }
        if (length < ITEM) {
            throw damaged(file);
        }
        return new BtrfsExtent(
                logical,
                disk.getLong(item + 45),
                type,
                disk.getLong(item + 21),
                disk.getLong(item + 29),
                disk.getLong(item + 37),
                compression,
                foreign);
    }

    private static LinuxException damaged(OpenFile file) {
        return new LinuxException(Errno.EIO, "ioctl BTRFS_IOC_TREE_SEARCH_V2", file.descriptor() + ": an item is cut");
    }
}
