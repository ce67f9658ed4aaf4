// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Thaw;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a hold of commits lets go on: that is why only an atomic snapshot of it is consistent. */
@EnabledIf(value = "org.example.mariadb.MariadbServer#installed", disabledReason = "there is no /usr/sbin/mariadbd")
class HoldIT {
    private static final Deadline MINUTE = () -> Duration.ofMinutes(1);
    private static final String WRITTEN = "SHOW GLOBAL STATUS LIKE 'Innodb_pages_written'";

    @Test
    void whileNothingIsCommittedInnodbGoesOnWritingPages(@TempDir Path folder) throws Exception {
        try (MariadbServer server = new MariadbServer(folder);
                Connection open = server.connect();
                Statement statement = open.createStatement()) {
            server.run("CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, note TEXT)");
            CommitHold hold = new CommitHold(account(server), new OneCycle());
            hold.prepare(MINUTE);
            hold.freeze(MINUTE);
            long written = Long.parseLong(server.one(WRITTEN));
            String position = server.one("SELECT @@gtid_binlog_pos");

            statement.execute("BEGIN");
            statement.execute("INSERT INTO shop.orders (note) SELECT REPEAT('x', 500) FROM seq_1_to_5000");
            server.run("SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0", "SET GLOBAL innodb_max_dirty_pages_pct = 0");
            long now = written;
            for (int tries = 0; now == written && tries < 600; tries++) {
                TimeUnit.MILLISECONDS.sleep(50);
                now = Long.parseLong(server.one(WRITTEN));
            }
            System.out.println("pages that InnoDB wrote while commits were held: " + (now - written));
            assertTrue(now > written, "no page was written in half a minute");
            assertEquals(position, server.one("SELECT @@gtid_binlog_pos"), "something was committed");
            assertEquals("0", server.one("SELECT COUNT(*) FROM shop.orders"));

            assertInstanceOf(Thaw.Held.class, hold.thaw(MINUTE));
            statement.execute("COMMIT");
            assertEquals("5000", server.one("SELECT COUNT(*) FROM shop.orders"));
            assertEquals(1, hold.gather(MINUTE).files().size());
            hold.close();
        }
    }

    private static Server account(MariadbServer server) throws Exception {
        return Server.of(
                new Settings(Map.of(
                        "url", server.url(),
                        "user", "backup",
                        "password-file", server.passwordFile().toString())),
                "shop");
    }

    private static final class OneCycle implements Cycle {
        @Override
        public String id() {
            return "one";
        }

        @Override
        public BackupType type() {
            return BackupType.COPY;
        }

        @Override
        public Map<ComponentId, Grain> grains() {
            return Map.of(MariadbWriter.SERVER, Grain.ATOMIC);
        }

        @Override
        public Guard guard() {
            return action -> {};
        }
    }
}
