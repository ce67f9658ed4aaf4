// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.util.List;

/**
 * A record of the WAL whose checksum is right (access/xlogrecord.h).
 *
 * @param start where it begins
 * @param end where the next one may begin, as the server reports the end of a record; of a segment switch, the end of
 *     the segment
 * @param manager the resource manager that wrote it (access/rmgrlist.h)
 * @param info the manager's own kind of record, the high four bits of the byte
 * @param blocks the pages that it changes
 * @param main the manager's own data; empty where nobody here needs it
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
public record WalRecord(Lsn start, Lsn end, int manager, int info, List<BlockReference> blocks, byte[] main) {
    public static final int XLOG = 0;
    public static final int XACT = 1;
    public static final int SMGR = 2;
    public static final int DBASE = 4;
    public static final int TBLSPC = 5;

    /** Kinds of records of {@link #XLOG} (catalog/pg_control.h). */
    public static final int CHECKPOINT_SHUTDOWN = 0x00;

    public static final int CHECKPOINT_ONLINE = 0x10;
    public static final int SWITCH = 0x40;
    public static final int BACKUP_END = 0x50;
    public static final int FULL_PAGE_IMAGE = 0xB0;

    public boolean is(int ofManager, int ofInfo) {
        return manager == ofManager && info == ofInfo;
    }

    /** Whether the record's own data are kept. */
    static boolean keepsMain(int manager) {
        return manager == XLOG || manager == XACT || manager == SMGR || manager == DBASE || manager == TBLSPC;
    }
}
