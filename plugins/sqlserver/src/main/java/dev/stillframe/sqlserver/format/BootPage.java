// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

import java.nio.charset.StandardCharsets;

/**
 * What page 9 of the primary data file says about the database.
 *
 * @param version of the database's format, see {@link DatabaseVersion}
 * @param created the version that it was made with
 * @param cleanlyShutDown whether nothing is left to recover
 * @param name when it was last attached
 * @param checkpoint where the last checkpoint begins in the log; {@link Lsn#NONE} in versions before 611, where its place
 *     is not known
 */
public record BootPage(int version, int created, boolean cleanlyShutDown, String name, Lsn checkpoint) {
    /** The page's number. */
    public static final int PAGE = 9;

    private static final int FIXED = 4;
    private static final int STATUS = 32;
    private static final int CLEAN = 0x4000_0000;
    private static final int NAME = 48;
    private static final int NAME_LENGTH = 256;
    private static final int CHECKPOINT = 344;
    private static final int END = CHECKPOINT + 10;

    /**
     * Reads it.
     *
     * @throws MalformedException if the page holds none
     */
    public static BootPage of(DataPage page) throws MalformedException {
        if (page.type() != PageType.BOOT.number()) {
            throw new MalformedException("its type is " + page.type() + ", not 13 (boot page)");
        }
        byte[] bytes = page.contents();
        int fixed = new DataPage(bytes, 0).record(0) + FIXED;
        if (fixed + END > DataPage.SIZE) {
            throw new MalformedException("its record reaches beyond the page");
        }
        int version = LittleEndian.u16(bytes, fixed);
        String name = new String(bytes, fixed + NAME, NAME_LENGTH, StandardCharsets.UTF_16LE);
        return new BootPage(
                version,
                LittleEndian.u16(bytes, fixed + 2),
                (LittleEndian.i32(bytes, fixed + STATUS) & CLEAN) != 0,
                name.replaceAll("[\u2020\\s\\x00]+$", ""),
                version < DatabaseVersion.SQL_SERVER_2005 ? Lsn.NONE : Lsn.at(bytes, fixed + CHECKPOINT));
    }
}
