// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session through Microsoft's driver. */
final class JdbcSession implements Session {
    private static final long CANCEL_MILLIS = 500;

    private final Connection connection;
    private volatile @Nullable Statement running;

    JdbcSession(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void run(String batch, Duration limit) throws SQLException {
        try (Statement statement = statement(limit)) {
            boolean rows = statement.execute(batch);
            while (rows || statement.getUpdateCount() != -1) { // the documented end of all results
                rows = statement.getMoreResults();
            }
        } finally {
            running = null;
        }
    }

    @Override
    public List<Map<String, Object>> rows(String query, Duration limit) throws SQLException {
        try (Statement statement = statement(limit);
                ResultSet result = statement.executeQuery(query)) {
            ResultSetMetaData columns = result.getMetaData();
            List<Map<String, Object>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, Object> row = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } finally {
            running = null;
        }
    }

    @Override
    public void abort() {
        Thread cancel = new Thread(this::cancel, "stillframe-sqlserver-cancel");
        cancel.setDaemon(true);
        cancel.start();
        try {
            cancel.join(CANCEL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        discard();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            discard();
        }
    }

    private Statement statement(Duration limit) throws SQLException {
        Statement statement = connection.createStatement();
        statement.setQueryTimeout((int) Math.max(1, Math.min(limit.toSeconds(), Integer.MAX_VALUE)));
        running = statement;
        return statement;
    }

    private void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // the connection is cut off next, whether or not the server heard this
            }
        }
    }

    private void discard() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it was closed already: the session has ended
        }
    }
}
