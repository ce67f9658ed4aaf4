// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

/**
 * The older protection: when a page is written, the low two bits of every sector's last byte but the first's are replaced
 * by a pattern that alternates between 1 and 2 from write to write, and kept in the header. A page of which only some
 * sectors were written shows both patterns. Other damage does not show.
 */
final class TornBits {
    private TornBits() {}

    /** Whether all sectors were written together. */
    static boolean together(byte[] bytes, int at) {
        int pattern = LittleEndian.i32(bytes, at + DataPage.STORED) & 3;
        boolean together = pattern == 1 || pattern == 2;
        for (int sector = 1; sector < DataPage.SECTORS; sector++) {
            together &= (bytes[lastByte(at, sector)] & 3) == pattern;
        }
        return together;
    }

    /** Puts the page's own bits back, in place. */
    static void restore(byte[] bytes, int at) {
        int kept = LittleEndian.i32(bytes, at + DataPage.STORED);
        for (int sector = 1; sector < DataPage.SECTORS; sector++) {
            int last = lastByte(at, sector);
            bytes[last] = (byte) ((bytes[last] & ~3) | (kept >>> (2 * sector) & 3));
        }
    }

    private static int lastByte(int at, int sector) {
        return at + sector * SectorChecksum.SECTOR + SectorChecksum.SECTOR - 1;
    }
}
