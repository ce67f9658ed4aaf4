// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

/** A block of the log in a buffer: what is written at once. One thread. */
public final class LogBlock {
    /** The longest block. */
    public static final int MOST = 128 * SectorChecksum.SECTOR;

    private static final int STATUS = 0x10;
    private static final int STORED = 24;
    private static final int CHECKSUMMED = 0x02;

    private final byte[] bytes;
    private final int at;

    public LogBlock(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Whether a block of this use of a virtual log file begins here. */
    public boolean belongs(VirtualLogFile file, long position) {
        return (bytes[at] & VirtualLogFile.PARITY) == file.parity()
                && (bytes[at] & STATUS) != 0
                && LittleEndian.u32(bytes, at + 12) == file.sequence()
                && LittleEndian.u32(bytes, at + 16) * SectorChecksum.SECTOR == position - file.at()
                && size() >= SectorChecksum.SECTOR
                && size() % SectorChecksum.SECTOR == 0
                && position + size() <= file.end()
                && LittleEndian.u16(bytes, at + 4) <= size();
    }

    /** How many bytes it has on disk. */
    public int size() {
        return LittleEndian.u16(bytes, at + 6);
    }

    /** The place of its last record. */
    public Lsn last() {
        int last = LittleEndian.u16(bytes, at + 20) + Math.max(1, LittleEndian.u16(bytes, at + 2)) - 1;
        return new Lsn(LittleEndian.u32(bytes, at + 12), LittleEndian.u32(bytes, at + 16), last);
    }

    /** Whether it carries a checksum. */
    public boolean checksummed() {
        return (bytes[at + 8] & CHECKSUMMED) != 0 || LittleEndian.i32(bytes, at + STORED) != 0;
    }

    /** Whether the checksum fits. The whole block is in the buffer. */
    public boolean sumFits() {
        return SectorChecksum.of(bytes, at, size() / SectorChecksum.SECTOR, STORED)
                == LittleEndian.i32(bytes, at + STORED);
    }

    /** Whether every sector was written together with the first. The whole block is in the buffer. */
    public boolean written() {
        for (int sector = SectorChecksum.SECTOR; sector < size(); sector += SectorChecksum.SECTOR) {
            if ((bytes[at + sector] & VirtualLogFile.PARITY) != (bytes[at] & VirtualLogFile.PARITY)) {
                return false;
            }
        }
        return true;
    }
}
