// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Customers who move money between accounts without a pause, each in a transaction that is noted. */
final class Transfers implements AutoCloseable {
    private static final int CUSTOMERS = 3;
    private static final int ACCOUNTS = 100;
    private static final long EACH = 1_000;

    private final Mariadb server;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong committed = new AtomicLong();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(CUSTOMERS);
    private final List<CompletableFuture<Void>> customers = new ArrayList<>();

    Transfers(Mariadb server) {
        this.server = server;
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(CompletableFuture.runAsync(this::customer, threads));
        }
    }

    /** Makes the tables, one of which nobody touches afterwards; returns its checksum. */
    static String prepare(Mariadb server) throws SQLException {
        server.run(
                "CREATE TABLE shop.accounts (id INT PRIMARY KEY, balance INT NOT NULL)",
                "INSERT INTO shop.accounts SELECT seq - 1, " + EACH + " FROM seq_1_to_" + ACCOUNTS,
                "CREATE TABLE shop.notes (id INT AUTO_INCREMENT PRIMARY KEY, note TEXT)",
                "CREATE TABLE shop.still (n INT PRIMARY KEY, note TEXT)",
                "INSERT INTO shop.still SELECT seq, REPEAT(SHA1(seq), 10) FROM seq_1_to_20000");
        return server.one("CHECKSUM TABLE shop.still");
    }

    /** That every transaction is there as a whole or not at all, and all that were committed before the backup. */
    static void audit(Mariadb restored, long committedBefore, long begunAfter) throws SQLException {
        for (String table : List.of("accounts", "notes", "still")) {
            assertThat(restored.one("CHECK TABLE shop." + table + " EXTENDED")).isEqualTo("OK");
        }
        assertThat(restored.one("SELECT SUM(balance) FROM shop.accounts")).isEqualTo(Long.toString(ACCOUNTS * EACH));
        assertThat(Long.parseLong(restored.one("SELECT COUNT(*) FROM shop.notes")))
                .isBetween(committedBefore, begunAfter);
    }

    long begun() {
        return begun.get();
    }

    /** Throws what went wrong for a customer, if something did. */
    long committed() {
        customers.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(CompletableFuture::join);
        return committed.get();
    }

    private void customer() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            while (!ending.get()) {
                int from = random.nextInt(ACCOUNTS - 1);
                int to = from + 1 + random.nextInt(ACCOUNTS - from - 1); // always upwards: nobody waits in a circle
                begun.incrementAndGet();
                statement.execute("BEGIN");
                statement.execute("UPDATE shop.accounts SET balance = balance - 5 WHERE id = " + from);
                statement.execute("UPDATE shop.accounts SET balance = balance + 5 WHERE id = " + to);
                statement.execute("INSERT INTO shop.notes (note) VALUES (REPEAT('x', 300))");
                statement.execute("COMMIT");
                committed.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ending.set(true);
        try {
            customers.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }
}
