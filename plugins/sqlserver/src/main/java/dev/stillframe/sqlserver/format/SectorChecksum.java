// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

/**
 * The checksum of a page and of a log block: the words of each sector of 512 bytes are joined by exclusive or, rotated
 * left by the sector's distance from the last one, and the sectors are joined by exclusive or. The word that stores it
 * counts as zero.
 *
 * <p>It is linear: the same change in two words of one sector cancels out.
 */
public final class SectorChecksum {
    public static final int SECTOR = 512;

    private SectorChecksum() {}

    /**
     * Computes it.
     *
     * @param at where the first sector begins
     * @param stored where the checksum itself is stored, from there; in the first sector
     */
    public static int of(byte[] bytes, int at, int sectors, int stored) {
        int sum = LittleEndian.i32(bytes, at + stored);
        sum = Integer.rotateLeft(sum, sectors - 1); // taken out of the first sector again
        for (int sector = 0; sector < sectors; sector++) {
            long words = 0;
            int from = at + sector * SECTOR;
            for (int i = from; i < from + SECTOR; i += Long.BYTES) {
                words ^= LittleEndian.i64(bytes, i);
            }
            sum ^= Integer.rotateLeft((int) (words ^ (words >>> 32)), sectors - 1 - sector);
        }
        return sum;
    }
}
