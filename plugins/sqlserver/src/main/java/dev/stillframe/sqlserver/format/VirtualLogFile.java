// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

/**
 * A part of a log file that is used and reused as a whole.
 *
 * @param at where it begins in the file
 * @param size in bytes, its own header included
 * @param parity what the two high bits of every sector's first byte are in the current use: 0x40 or 0x80; 0 if it was
 *     never used
 * @param format 2 was written by SQL Server 2000 and tells nothing about its blocks
 * @param sequence grows by one with every virtual log file that is begun; 0 if it was never used
 */
public record VirtualLogFile(long at, long size, int parity, int format, long sequence) {
    /** Where the first one begins in a log file. */
    public static final int FIRST = 0x2000;
    /** How many bytes of it come before the first block. */
    public static final int HEADER = 0x2000;
    /** The bits of a sector's first byte that carry the parity. */
    public static final int PARITY = 0xc0;

    private static final int SIGNATURE = 0xab;
    private static final int FORMAT_2000 = 2;

    /**
     * Reads a header.
     *
     * @param header at least 512 bytes from the virtual log file's beginning
     * @param at where that is in the file
     * @param end where the file ends
     * @throws MalformedException if there is none
     */
    public static VirtualLogFile of(byte[] header, long at, long end) throws MalformedException {
        if (!signed(header)) {
            throw new MalformedException("there is no header of a virtual log file");
        }
        long size = LittleEndian.i64(header, 16);
        long start = LittleEndian.i64(header, 24);
        if (start != at) {
            throw new MalformedException("the header of the virtual log file says that it begins at byte " + start);
        }
        if (size <= HEADER || size % SectorChecksum.SECTOR != 0 || size > end - at) {
            throw new MalformedException("the header of the virtual log file says that it has " + size + " bytes");
        }
        int parity = LittleEndian.u8(header, 1);
        long sequence = LittleEndian.u32(header, 4);
        if ((sequence != 0 || parity != 0) && parity != 0x40 && parity != 0x80) {
            throw new MalformedException("the header of the virtual log file has the parity " + parity);
        }
        return new VirtualLogFile(at, size, parity, LittleEndian.u8(header, 2), sequence);
    }

    /** Whether these bytes begin like a virtual log file. */
    public static boolean signed(byte[] header) {
        return LittleEndian.u8(header, 0) == SIGNATURE;
    }

    public boolean used() {
        return sequence != 0;
    }

    /** Whether its blocks can be checked. */
    public boolean checkable() {
        return format != FORMAT_2000;
    }

    public long end() {
        return at + size;
    }
}
