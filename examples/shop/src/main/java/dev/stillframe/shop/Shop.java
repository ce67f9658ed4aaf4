// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A shop that keeps money and orders in a database and what customers upload in a folder beside it. Two things must
 * always be true of it: the balances add up to what they were at the beginning, and every order's file is there with the
 * content that the order says.
 */
public final class Shop {
    static final int ACCOUNTS = 1000;
    static final long BALANCE = 1_000;

    private final DataSource database;
    private final Path uploads;

    /**
     * @param database whose tables {@link #open} makes
     * @param uploads a folder that exists
     */
    public Shop(DataSource database, Path uploads) {
        this.database = database;
        this.uploads = uploads;
    }

    /** Makes the tables and fills the accounts. */
    public void open() throws SQLException, IOException {
        Files.createDirectories(uploads);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL)");
            statement.execute("CREATE TABLE purchase (customer int NOT NULL, number bigint NOT NULL,"
                    + " file text NOT NULL UNIQUE, sha256 text NOT NULL, PRIMARY KEY (customer, number))");
            statement.execute(
                    "INSERT INTO account SELECT i, " + BALANCE + " FROM generate_series(1, " + ACCOUNTS + ") AS i");
        }
    }

    public Path uploads() {
        return uploads;
    }

    DataSource database() {
        return database;
    }
}
