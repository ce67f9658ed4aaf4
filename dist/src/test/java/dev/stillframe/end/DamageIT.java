// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.PostgresServerBuilder;
import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A page of a table that nobody reads has rotted on the disk: the server does not know, the backup does. */
class DamageIT {
    private static final int PAGE = 8192;
    private static final int BLOCK = 1;

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "plain"})
    void aRottenPageIsToldWithFileBlockAndReasonAndTheBackupIsMarked(String type) throws Exception {
        try (ShopSite site = ShopSite.on(type, DamageIT::quiet, "")) {
            String relation = rot(site);

            Stillframe.Run run = Results.ended(3, site.stillframe.run("backup", "shop", "--json"));

            JsonNode orders = Results.component(Results.receipt(run), "orders");
            assertThat(orders.path("minimumMet").asBoolean()).isFalse();
            JsonNode verification = orders.path("verification");
            assertThat(verification.path("result").asString()).as("%s", run).isEqualTo("damaged");
            assertThat(verification.path("findingsTotal").asInt()).isEqualTo(1);
            JsonNode finding = verification.path("findings").path(0);
            assertThat(finding.path("file").asString()).endsWith(relation);
            assertThat(finding.path("block").asInt()).isEqualTo(BLOCK);
            assertThat(finding.path("reason").asString()).contains("checksum");
            JsonNode listed = Results.only(Results.good(site.stillframe.run("list", "--json")))
                    .path("backups");
            assertThat(listed).hasSize(1);
            assertThat(listed.path(0).path("damaged").asBoolean()).isTrue();
            assertNotInBackupMode(site);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "plain"})
    void whoRefusesDamageGetsNoBackupOfIt(String type) throws Exception {
        try (ShopSite site = ShopSite.on(type, DamageIT::quiet, "on-damage: refuse")) {
            rot(site);

            Stillframe.Run run = site.stillframe.run("backup", "shop", "--json");

            JsonNode listed = Results.only(Results.good(site.stillframe.run("list", "--json")))
                    .path("backups");
            if (type.equals("plain")) { // what is in a held copy cannot be taken out again
                Results.ended(4, run);
                assertThat(Results.only(run).path("problems").toString()).contains("backup.damaged", "orders");
                assertThat(listed).isEmpty();
            } else { // the files beside it are sound
                Results.ended(3, run);
                assertThat(listed.path(0).path("applications").toString()).doesNotContain("orders");
                assertThat(Results.receipt(run).path("missing").toString()).contains("orders");
            }
            assertNotInBackupMode(site);
        }
    }

    private static PostgresServerBuilder quiet(PostgresServerBuilder server) {
        return server.setting("autovacuum", "off");
    }

    /** Flips bytes in the second page of a table; nothing is to come that would write it again. */
    private static String rot(ShopSite site) throws SQLException, IOException {
        String relation = site.sql(
                "CREATE TABLE ledger AS SELECT i, repeat('x', 100) AS line FROM generate_series(1, 1000) AS i",
                "VACUUM (FREEZE) ledger",
                "CHECKPOINT",
                "SELECT pg_relation_filepath('ledger')");
        Path file = site.server.dataDirectory().resolve(relation);
        assertThat(Files.size(file)).isGreaterThan((BLOCK + 1) * PAGE);
        try (RandomAccessFile page = new RandomAccessFile(file.toFile(), "rw")) {
            page.seek(BLOCK * PAGE + 5000);
            page.write(new byte[] {1, 2, 3});
        }
        return relation;
    }

    private static void assertNotInBackupMode(ShopSite site) throws SQLException {
        Awaitility.await()
                .untilAsserted(() -> assertThat(site.sql("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"))
                        .isEqualTo("0"));
        assertThat(site.sql("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        assertThat(site.sql("SELECT pg_backup_start('again', true)", "SELECT lsn FROM pg_backup_stop(false)"))
                .isNotEmpty();
    }
}
