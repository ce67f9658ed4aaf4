// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.api.Settings;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Damage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real server with a table that is written to, and one that lies still. */
final class BusyServer implements Application {
    private final MariadbServer server;
    private final Connection connection;
    private final Path still;

    BusyServer(Path folder) throws Exception {
        server = new MariadbServer(folder);
        server.run(
                "CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, note TEXT)",
                "CREATE TABLE shop.still (n INT PRIMARY KEY, note TEXT)",
                "INSERT INTO shop.still SELECT seq, REPEAT('x', 200) FROM seq_1_to_2000");
        still = server.data().resolve("shop/still.ibd");
        // afterwards no copy of the still table's pages in the doublewrite buffer is as new as the checkpoint
        server.stop();
        server.start();
        connection = server.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION lock_wait_timeout = 1"); // seconds: a commit that is held gives up
        }
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of(
                "url", server.url(),
                "user", "backup",
                "password-file", server.passwordFile().toString()));
    }

    /** One commit; throws while commits are held. */
    @Override
    public void work() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO shop.orders (note) VALUES ('kit')");
        }
    }

    /** What is committed is in the log when it is acknowledged: innodb_flush_log_at_trx_commit. */
    @Override
    public Duration flushInterval() {
        return Duration.ofMillis(50);
    }

    /** The sessions of the backup's account. */
    @Override
    public Optional<List<String>> held() throws SQLException {
        String sessions =
                server.one("SELECT GROUP_CONCAT(id) FROM information_schema.processlist WHERE user = 'backup'");
        return Optional.of(sessions == null ? List.of() : List.of("session " + sessions));
    }

    @Override
    public void breakHold() throws SQLException {
        server.run("KILL USER backup");
    }

    @Override
    public Optional<String> state() throws SQLException {
        return Optional.of(server.one("SELECT CONCAT((SELECT COUNT(*) FROM shop.orders), ' orders, tables ',"
                + " (SELECT GROUP_CONCAT(table_name ORDER BY 1) FROM information_schema.tables"
                + " WHERE table_schema = 'shop'), ', log ', @@gtid_binlog_pos)"));
    }

    /** Stops the server for that long, as a snapshot would find it. */
    @Override
    public void atInstant(Copy copy) throws Exception {
        signal("-STOP");
        try {
            copy.run();
        } finally {
            signal("-CONT");
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(server.pid())).start().waitFor();
    }

    /**
     * Only the still table, and that there is a system tablespace: what else changes may be healed by the log, and that a
     * table should be there stands in no page.
     */
    @Override
    public boolean blind(Damage damage) {
        Path seen = damage.kind() == Damage.Kind.MISSING ? server.data().resolve("ibdata1") : still;
        return !damage.file().toString().equals(seen.toString());
    }

    @Override
    public void stop() throws SQLException {
        connection.close();
        server.close();
    }
}
