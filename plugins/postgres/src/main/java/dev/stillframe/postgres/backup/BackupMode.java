// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.backup;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.BackupLabel;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.MalformedException;
import dev.stillframe.postgres.server.ServerState;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * Enters and leaves backup mode (PostgreSQL's manual, "Making a Base Backup Using the Low Level API"). From 15 on the
 * functions have other names and only the non-exclusive way is left, which is the only one used here.
 */
final class BackupMode {
    private BackupMode() {}

    /** Enters backup mode; waits for the checkpoint that this asks for. */
    static void enter(BackupSession session, ServerState server, String label, Deadline deadline)
            throws WriterException {
        String call = server.major() >= 15 ? "pg_backup_start(?, true)" : "pg_start_backup(?, true, false)";
        session.query("enter backup mode", connection -> {
            BackupSession.limit(connection, deadline);
            try (PreparedStatement statement = connection.prepareStatement("select " + call)) {
                statement.setString(1, label);
                return statement.execute();
            }
        });
    }

    /** Leaves backup mode. Does not wait until WAL is archived: an archiver that fails must not hold up a backup. */
    static Stopped leave(BackupSession session, ServerState server, Deadline deadline) throws WriterException {
        String call = server.major() >= 15 ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)";
        return session.query("leave backup mode", connection -> {
            BackupSession.limit(connection, deadline);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select lsn::text, labelfile, spcmapfile from " + call)) {
                row.next();
                String label = row.getString(2);
                String map = row.getString(3);
                return new Stopped(label, parse(label), map == null ? "" : map, Lsn.parse(row.getString(1)));
            }
        });
    }

    private static BackupLabel parse(String label) throws WriterException {
        try {
            return BackupLabel.parse(label.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new WriterException(
                    "postgres.label", "the server's backup_label " + e.reason(), Retry.DOES_NOT_HELP, "");
        }
    }
}
