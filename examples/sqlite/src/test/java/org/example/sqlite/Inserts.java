// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** The main class of the application: inserts one row for each byte that it reads, and answers 1 if that was committed. */
public final class Inserts {
    private static final int BUSY_MILLIS = 20;

    private Inserts() {}

    public static void main(String[] arguments) throws Exception {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        while (System.in.read() >= 0) {
            try (Connection connection = config.createConnection("jdbc:sqlite:" + arguments[0]);
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO busy VALUES ('note')");
                System.out.write(1);
            } catch (SQLException e) {
                System.out.write(0);
            }
            System.out.flush();
        }
    }
}
