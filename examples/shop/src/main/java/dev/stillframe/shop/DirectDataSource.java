// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connects by the driver itself. Its own data source goes through {@code DriverManager}, where a writer that shares this
 * process may have ended the driver's registration.
 */
final class DirectDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    @Override
    public Connection getConnection() throws SQLException {
        Properties properties = new Properties();
        String user = getUser();
        if (user != null) {
            properties.setProperty("user", user);
        }
        Connection connection = new Driver().connect(getUrl(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know its own address " + getUrl());
        }
        return connection;
    }
}
