// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.backup;

import dev.stillframe.sqlserver.database.Quoted;
import java.util.List;

/** The Transact-SQL of a snapshot backup (Microsoft: "Create a Transact-SQL snapshot backup", SQL Server 2022). */
final class Statements {
    /** How a backup's media are marked, so that msdb tells whose they are. */
    static final String MARK = "stillframe ";

    /** One row at least: this session, and beside it each database that is suspended by any session. */
    static final String STATUS = "SELECT @@SPID AS session_id, s.db_name, s.suspend_session_id, s.suspend_time_ms,"
            + " s.is_diff_map_cleared, s.is_write_io_frozen"
            + " FROM (VALUES (1)) AS one(n) LEFT JOIN sys.dm_server_suspend_status AS s ON one.n = 1";

    private Statements() {}

    /**
     * Suspends. The differential map is cleared here already, unless the mode is a copy: the mode of the BACKUP would
     * come too late.
     */
    static String suspend(List<String> databases, boolean copy) {
        if (databases.size() == 1) {
            return "ALTER DATABASE " + Quoted.name(databases.get(0)) + " SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON"
                    + (copy ? " (MODE = COPY_ONLY)" : "");
        }
        return "ALTER SERVER CONFIGURATION SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON (GROUP = (" + Quoted.names(databases)
                + ")" + (copy ? ", MODE = COPY_ONLY" : "") + ")";
    }

    /** Ends the suspension of one database. */
    static String resume(String database) {
        return "ALTER DATABASE " + Quoted.name(database) + " SET SUSPEND_FOR_SNAPSHOT_BACKUP = OFF";
    }

    /** Records the snapshot; where it succeeds, it ends the suspension. */
    static String backup(List<String> databases, String file, String cycle) {
        String what = databases.size() == 1
                ? "DATABASE " + Quoted.name(databases.get(0))
                : "GROUP " + Quoted.names(databases);
        return "BACKUP " + what + " TO DISK = " + Quoted.text(file) + " WITH METADATA_ONLY, FORMAT, MEDIADESCRIPTION = "
                + Quoted.text(MARK + cycle);
    }
}
