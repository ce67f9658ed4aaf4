// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import java.util.List;

/**
 * A database, as {@code sys.databases} has it.
 *
 * @param state {@code ONLINE}, {@code RESTORING}, ...
 * @param recoveryModel {@code FULL}, {@code BULK_LOGGED} or {@code SIMPLE}
 * @param pageVerify {@code CHECKSUM}, {@code TORN_PAGE_DETECTION} or {@code NONE}
 * @param encryption of {@code sys.dm_database_encryption_keys}: 0 or 1 is not encrypted
 * @param replica {@code PRIMARY} or {@code SECONDARY} in an availability group; empty outside of one
 */
public record Database(
        int id,
        String name,
        String state,
        String recoveryModel,
        String pageVerify,
        int encryption,
        String replica,
        List<DatabaseFile> files) {
    /** The last of the ids that belong to master, tempdb, model and msdb. */
    public static final int LAST_SYSTEM_ID = 4;

    private static final int TEMPDB = 2;

    public Database {
        files = List.copyOf(files);
    }

    public boolean system() {
        return id <= LAST_SYSTEM_ID;
    }

    public boolean temporary() {
        return id == TEMPDB;
    }

    public boolean online() {
        return state.equals("ONLINE");
    }

    public boolean encrypted() {
        return encryption > 1;
    }

    public boolean secondary() {
        return replica.equals("SECONDARY");
    }
}
