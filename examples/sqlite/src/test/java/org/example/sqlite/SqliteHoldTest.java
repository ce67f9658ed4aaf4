// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.WriterException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** What the kit meets by chance only: somebody has the database to himself at the moment when the writer opens it. */
class SqliteHoldTest {
    @TempDir
    private Path folder;

    private Path database;

    @BeforeEach
    void make() throws Exception {
        database = folder.resolve("app.db");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t (n INTEGER)");
        }
    }

    @Test
    void preparingWaitsForWhoHasTheDatabaseToHimself() throws Exception {
        CompletableFuture<Void> preparing;
        try (SqliteHold hold = new SqliteHold(database, "app", new Preparation())) {
            try (Connection other = connect();
                    Statement statement = other.createStatement()) {
                exclusively(statement);
                preparing = CompletableFuture.runAsync(() -> prepare(hold, Duration.ofMinutes(5)));
                assertThrows(TimeoutException.class, () -> preparing.get(200, TimeUnit.MILLISECONDS));
            }
            preparing.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void preparingSaysBusyWhenItsTimeIsOver() throws Exception {
        try (Connection other = connect();
                Statement statement = other.createStatement();
                SqliteHold hold = new SqliteHold(database, "app", new Preparation())) {
            exclusively(statement);
            WriterException refused =
                    assertThrows(WriterException.class, () -> hold.prepare(() -> Duration.ZERO));
            assertTrue(refused.getMessage().contains("is busy"), refused.getMessage());
        }
    }

    /** See https://www.sqlite.org/pragma.html#pragma_locking_mode. */
    private static void exclusively(Statement statement) throws Exception {
        statement.execute("PRAGMA locking_mode = EXCLUSIVE");
        statement.execute("INSERT INTO t VALUES (1)");
    }

    private static void prepare(SqliteHold hold, Duration time) {
        try {
            hold.prepare(() -> time);
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws Exception {
        return new SQLiteConfig().createConnection("jdbc:sqlite:" + database);
    }

    /** A cycle that has not come to its freeze. */
    private record Preparation() implements Cycle {
        @Override
        public String id() {
            return "test";
        }

        @Override
        public BackupType type() {
            return BackupType.COPY;
        }

        @Override
        public Map<ComponentId, Grain> grains() {
            return Map.of();
        }

        @Override
        public Guard guard() {
            throw new IllegalStateException("nothing is armed while a cycle is prepared");
        }
    }
}
