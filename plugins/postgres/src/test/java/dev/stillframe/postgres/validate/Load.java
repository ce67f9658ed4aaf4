// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions that change a table until they are stopped or the server dies. */
final class Load implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean stopped;

    Load(RealCluster cluster, int sessions) throws SQLException {
        cluster.run(
                "create table if not exists load (id bigint generated always as identity primary key, t text, n int)",
                "insert into load (t, n) select md5(i::text), i from generate_series(1, 20000) i");
        for (int i = 0; i < sessions; i++) {
            int own = i;
            Thread thread = new Thread(() -> change(cluster, "id % " + sessions + " = " + own), "load " + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** How many changes were committed. */
    long changes() {
        return changes.get();
    }

    /** Each session has rows of its own, so that none waits for another. */
    private void change(RealCluster cluster, String mine) {
        try (Connection connection = cluster.server.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            while (!stopped) {
                statement.execute(
                        "insert into load (t, n) select md5(random()::text), i from generate_series(1, 20) i");
                statement.execute("update load set n = n + 1 where id in "
                        + "(select (random() * 20000)::int from generate_series(1, 10)) and " + mine);
                statement.execute("delete from load where id = (random() * 20000)::int and " + mine);
                changes.addAndGet(3);
            }
        } catch (SQLException e) {
            if (!stopped && !String.valueOf(e.getSQLState()).matches("08.*|57P.*")) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
