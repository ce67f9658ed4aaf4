// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.backup;

import dev.stillframe.sqlserver.database.Quoted;

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
    static String suspend(Scope scope, boolean copy) {
        String on = " SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON";
        String mode = copy ? " (MODE = COPY_ONLY)" : "";
        return switch (scope.kind()) {
            case DATABASE -> "ALTER DATABASE " + Quoted.names(scope.databases()) + on + mode;
            case GROUP ->
                "ALTER SERVER CONFIGURATION" + on + " (GROUP = (" + Quoted.names(scope.databases()) + ")"
                        + (copy ? ", MODE = COPY_ONLY" : "") + ")";
            case SERVER -> "ALTER SERVER CONFIGURATION" + on + mode;
        };
    }

    /** Ends the suspension of one database. */
    static String resume(String database) {
        return "ALTER DATABASE " + Quoted.name(database) + " SET SUSPEND_FOR_SNAPSHOT_BACKUP = OFF";
    }

    /** Records the snapshot; where it succeeds, it ends the suspension. */
    static String backup(Scope scope, String file, String cycle) {
        String what = switch (scope.kind()) {
            case DATABASE -> "DATABASE " + Quoted.names(scope.databases());
            case GROUP -> "GROUP " + Quoted.names(scope.databases());
            case SERVER -> "SERVER";
        };
        return "BACKUP " + what + " TO DISK = " + Quoted.text(file) + " WITH METADATA_ONLY, FORMAT, MEDIADESCRIPTION = "
                + Quoted.text(MARK + cycle);
    }
}
