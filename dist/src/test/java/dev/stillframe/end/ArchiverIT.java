// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Customers;
import dev.stillframe.shop.PostgresServer;
import dev.stillframe.shop.ShopAudit;
import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An archiver that fails and checkpoints that would recycle WAL cost a backup nothing. */
class ArchiverIT {
    private static final int CHECKPOINTS = 3;
    private static final String PADDING =
            "CREATE TABLE padding AS SELECT i, repeat(md5(i::text), 30) AS text FROM generate_series(1, 150000) AS i";

    @Test
    void aFailingArchiveCommandAndCheckpointsDuringTheCopyChangeNothing() throws Exception {
        try (ShopSite site = ShopSite.on(
                "plain",
                server -> server.setting("archive_mode", "on")
                        .setting("archive_command", "false")
                        .setting("min_wal_size", "32MB")
                        .setting("max_wal_size", "64MB"),
                "")) {
            site.sql(PADDING, "CHECKPOINT");
            try (Customers customers = Customers.enter(site.shop, 2, 11)) {
                Awaitility.await().until(() -> customers.purchases() > 20);
                CompletableFuture<Stillframe.Run> backup = CompletableFuture.supplyAsync(() -> backup(site));
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> inBackupMode(site) || backup.isDone());
                int inside = 0;
                while (inside < CHECKPOINTS && inBackupMode(site)) {
                    site.sql("SELECT pg_switch_wal()", "CHECKPOINT");
                    inside += inBackupMode(site) ? 1 : 0;
                }
                Results.good(backup.join());
                assertThat(inside).as("checkpoints during the copy").isEqualTo(CHECKPOINTS);
            }
            assertThat(Integer.parseInt(site.sql("SELECT failed_count FROM pg_stat_archiver")))
                    .isPositive();
            Path target = site.restore();
            try (PostgresServer restored = site.restored(target)) {
                restored.start();
                ShopAudit audit = ShopAudit.of(site.shopOf(restored, target));
                assertThat(audit.sound()).as("%s", audit).isTrue();
            }
        }
    }

    private static Stillframe.Run backup(ShopSite site) {
        try {
            return site.stillframe.run("backup", "shop", "--json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The backup's slot lives as long as its backup mode. */
    private static boolean inBackupMode(ShopSite site) throws SQLException {
        return site.sql("SELECT count(*) FROM pg_replication_slots").equals("1");
    }
}
