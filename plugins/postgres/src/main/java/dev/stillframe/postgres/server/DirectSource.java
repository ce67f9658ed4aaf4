// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Connects by the driver itself. Its own data source goes through {@code DriverManager}, where the driver would have to
 * stay registered; there it would keep the plugin's classes for as long as the process lives.
 */
final class DirectSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    static {
        try {
            if (Driver.isRegistered()) {
                Driver.deregister();
            }
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        Connection connection = new Driver().connect(getUrl(), properties);
        if (connection == null) {
            throw new PSQLException(
                    "the driver does not know what to do with its own address", PSQLState.UNEXPECTED_ERROR);
        }
        return connection;
    }
}
