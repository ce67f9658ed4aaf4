// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;
import tools.jackson.databind.JsonNode;

/** The example of a writer for SQLite, built from the published artefacts alone, with a database that is busy. */
class SqliteExampleIT {
    @Test
    void itBuildsPassesTheKitAndABusyDatabaseComesBack() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Path plugins = Files.createDirectory(installation.work.resolve("plugins"));
            Files.copy(VendorBuild.ofExample("sqlite", installation.work), plugins.resolve("sqlite.jar"));
            Path database = installation.files.resolve("app.db");
            Stillframe stillframe = installation.configured(plugins, """
                    applications:
                      app:
                        writer: sqlite
                        settings: {database: %s}
                        minimum-consistency: application
                    jobs:
                      app:
                        applications: [app]
                        freeze-timeout: 60s
                    """.formatted(database));
            execute(database, "PRAGMA journal_mode = WAL");
            execute(database, "CREATE TABLE rows (n INTEGER PRIMARY KEY, note TEXT)");

            try (Inserts inserts = new Inserts(database)) {
                await().until(() -> inserts.committed() > 50);
                long before = inserts.committed();
                JsonNode receipt = Results.receipt(stillframe.run("backup", "--json"));
                long after = inserts.begun.get();
                assertThat(Results.component(receipt, "app").path("level").asString())
                        .as("%s", receipt)
                        .isEqualTo("application");
                await().until(() -> inserts.committed() > after + 50); // it goes on

                Path target = installation.work.resolve("restored");
                Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
                Path restored = Installation.below(target, database);
                assertThat(one(restored, "PRAGMA integrity_check")).isEqualTo("ok");
                long rows = Long.parseLong(one(restored, "SELECT count(*) FROM rows"));
                assertThat(rows).isBetween(before, after);
                assertThat(one(restored, "SELECT max(n) FROM rows")).isEqualTo(Long.toString(rows));
            }
        }
    }

    private static void execute(Path database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Path database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getString(1);
        }
    }

    private static Connection connect(Path database) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(60_000);
        return config.createConnection("jdbc:sqlite:" + database);
    }

    /** One row after the other, numbered without gaps. */
    private static final class Inserts implements AutoCloseable {
        final AtomicLong begun = new AtomicLong();
        private final AtomicLong committed = new AtomicLong();
        private final AtomicBoolean ending = new AtomicBoolean();
        private final CompletableFuture<Void> work;

        Inserts(Path database) {
            work = CompletableFuture.runAsync(() -> {
                try (Connection connection = connect(database);
                        Statement statement = connection.createStatement()) {
                    while (!ending.get()) {
                        long number = begun.incrementAndGet();
                        statement.execute("INSERT INTO rows VALUES (" + number + ", hex(randomblob(50)))");
                        committed.incrementAndGet();
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        /** Throws what went wrong, if something did. */
        long committed() {
            if (work.isCompletedExceptionally()) {
                work.join();
            }
            return committed.get();
        }

        @Override
        public void close() {
            ending.set(true);
            work.join();
        }
    }
}
