// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

/**
 * What a btrfs tree says of a part of a file: an EXTENT_DATA item, see {@code struct btrfs_file_extent_item} in {@code
 * linux/btrfs_tree.h}. All numbers but the compression are bytes.
 *
 * @param logical where the part begins in the file
 * @param length of the part; of an inline one as the file shows it
 * @param extent where the extent begins on the filesystem's own address space; 0 for a hole
 * @param stored how long the extent is there
 * @param inside where the part begins in the extent, as it is when it is read
 * @param compression 0 is none
 * @param foreign whether it is encrypted or encoded in a way that nobody uses today
 */
public record BtrfsExtent(
        long logical, long length, Type type, long extent, long stored, long inside, int compression, boolean foreign) {
    /** What kind of an item it is. */
    public enum Type {
        /** The bytes stand in the tree itself. */
        INLINE,
        /** Data, or a hole. */
        REGULAR,
        /** Allocated and never written: reads as zeros. */
        PREALLOCATED,
        /** What no kernel has written so far. */
        UNKNOWN
    }
}
