// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/**
 * Where the binary log ends: from here on it brings a restored server up to date.
 *
 * @param offset in bytes
 * @param gtid the global transaction ids up to here; may be empty
 */
record Position(String file, long offset, String gtid) {
    /** Empty if there is no binary log. See "SHOW MASTER STATUS" in the MariaDB Knowledge Base. */
    static Optional<Position> of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String gtid;
            try (ResultSet row = statement.executeQuery("SELECT @@gtid_binlog_pos")) {
                row.next();
                gtid = row.getString(1);
            }
            try (ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
                return row.next()
                        ? Optional.of(new Position(row.getString("File"), row.getLong("Position"), gtid))
                        : Optional.empty();
            }
        }
    }

    Map<String, String> facts() {
        return Map.of("binlog-file", file, "binlog-position", Long.toString(offset), "gtid", gtid);
    }

    /** For people, and for CHANGE MASTER TO. */
    String text() {
        return "binlog-file: " + file + "\nbinlog-position: " + offset + "\ngtid: " + gtid + "\n";
    }
}
