// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import dev.stillframe.api.Settings;
import dev.stillframe.shop.PostgresServer;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Damage;
import dev.stillframe.testkit.WriterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The packaged writer keeps the whole contract, with a real server. */
class PostgresContractIT extends WriterContract {
    static {
        // the driver's cleaning thread ends by itself, but half a minute later, and the kit waits less
        System.setProperty("pgjdbc.config.cleanup.thread.ttl", "1000");
    }

    @Override
    protected Application start(Path folder) throws Exception {
        for (Path each : List.of(folder.getParent(), folder)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new Orders(folder.resolve("data"));
    }

    /** A server with a table that is written to, and one that lies still. */
    private static final class Orders implements Application {
        private final PostgresServer server;
        private final Settings settings;
        private final Connection connection;
        private final String still;

        Orders(Path data) throws IOException, SQLException {
            server = PostgresServer.in(data).setting("fsync", "off").start();
            settings = TestHost.settings(server, Map.of("slot", "required"));
            Servers.run(
                    server,
                    "create table orders (id serial, note text)",
                    "create table still as select n, repeat('x', 200) as note from generate_series(1, 5000) as n",
                    "checkpoint");
            still = data + "/" + Servers.one(server, "select pg_relation_filepath('still')");
            connection = server.dataSource("postgres").getConnection();
        }

        @Override
        public Settings settings() {
            return settings;
        }

        @Override
        public void work() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("insert into orders (note) values ('kit')");
            }
        }

        @Override
        public Duration flushInterval() {
            return Duration.ofMillis(200); // wal_writer_delay; nothing is held here
        }

        /** The session that is in backup mode owns the slot; the server knows of no other sign. */
        @Override
        public Optional<List<String>> held() throws SQLException {
            String slots =
                    Servers.one(server, "select coalesce(string_agg(slot_name, ','), '') from pg_replication_slots");
            return Optional.of(slots.isEmpty() ? List.of() : List.of("slot " + slots));
        }

        @Override
        public Optional<String> state() throws SQLException {
            return Optional.of(Servers.one(
                    server,
                    "select (select count(*) from orders) || ' orders, relations '"
                            + " || (select string_agg(oid || relname, ' ' order by oid) from pg_class)"
                            + " || ', slots ' || (select count(*) from pg_replication_slots)"
                            + " || ', settings ' || (select string_agg(name || '=' || setting, ' ' order by name)"
                            + " from pg_settings where source <> 'client' and source <> 'session')"));
        }

        /** That a file of a relation should be there, and how long it should be, stands in no page. */
        @Override
        public Set<Damage.Kind> visible() {
            return EnumSet.of(Damage.Kind.FLIPPED_BIT, Damage.Kind.ZEROED_SECTOR, Damage.Kind.MISPLACED_SECTOR);
        }

        /** Pages that WAL heals, and files without checksums, are blind spots; the table that lies still has neither. */
        @Override
        public boolean blind(Damage damage) {
            return !damage.file().toString().equals(still);
        }

        @Override
        public void stop() throws Exception {
            connection.close();
            server.close();
        }
    }
}
