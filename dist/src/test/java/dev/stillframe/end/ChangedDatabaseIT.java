// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.PostgresServer;
import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A real database and its kept snapshot: the second backup reads, judges and stores what changed, carries the verdict of
 * the rest, and is as good as the first.
 */
class ChangedDatabaseIT {
    private static final String FINGERPRINT =
            "SELECT count(*) || ' ' || sum(i) || ' ' || md5(string_agg(line, ',' ORDER BY i)) FROM ledger";

    @Test
    void onBtrfsOnlyASoundParentsVerdictIsCarriedAndDamageInWhatChangedIsFound() throws Exception {
        try (Installation installation = new Installation("btrfs");
                PostgresServer server = server(installation)) {
            Stillframe stillframe = PagesSite.site(installation, postgres(server), "");
            JsonNode second = twoBackups(stillframe, server);
            restores(installation, stillframe, server);

            // the table's second page, which the backups before found sound, is written by something else than the
            // server
            Path table = table(server);
            byte[] good = page(table);
            write(table, new byte[] {1, 2, 3});
            JsonNode third = Results.receipt(Results.ended(3, stillframe.run("backup", "--json")));
            JsonNode damaged = verification(third);
            assertThat(damaged.path("result").asString()).isEqualTo("damaged");
            assertThat(damaged.path("findingsTotal").asInt()).isEqualTo(1);
            assertThat(damaged.path("findings").path(0).path("file").asString()).isEqualTo(table.toString());
            assertThat(damaged.path("findings").path(0).path("block").asInt()).isEqualTo(1);
            assertThat(damaged.path("carry").isNull()).isTrue();
            assertThat(third.path("changes").path("carriedBytes").asLong()).isPositive();

            write(table, new byte[] {good[5000], good[5001], good[5002]});
            JsonNode fourth = PagesSite.backup(stillframe);
            JsonNode whole = verification(fourth);
            assertThat(whole.path("carry").path("from").asString())
                    .as("a damaged parent carries nothing")
                    .isEmpty();
            assertThat(whole.path("carry").path("units").asLong()).isZero();
            assertThat(whole.path("checked").asLong()).isGreaterThanOrEqualTo(pages(verification(second)));
            assertThat(whole.path("carry").path("allChecked").asString())
                    .isEqualTo(fourth.path("began").asString());

            JsonNode fifth = PagesSite.backup(stillframe);
            assertThat(verification(fifth).path("carry").path("from").asString())
                    .isEqualTo(fourth.path("id").asString());
        }
    }

    @Test
    void onXfsDamageThatRotsBelowWhatIsUnchangedIsFoundByTheNextFullValidationAndTheBackupsStayGood() throws Exception {
        try (Installation installation = new Installation("xfs");
                PostgresServer server = server(installation)) {
            Stillframe stillframe = PagesSite.site(installation, postgres(server), "");
            twoBackups(stillframe, server);
            restores(installation, stillframe, server);

            String good = ShopSite.sql(server, FINGERPRINT); // the server itself will fail to read it
            Path table = table(server);
            PagesSite.rot(installation, table, PagesSite.PAGE + 4096);
            PagesSite.configure(installation, postgres(server), "changed-ranges: {sample: 0}");
            JsonNode third = PagesSite.backup(stillframe);
            assertThat(verification(third).path("carry").path("units").asLong()).isPositive();
            assertThat(third.path("remarks").toString()).contains("the job's sample is 0");

            PagesSite.configure(installation, postgres(server), "changed-ranges: {sample: 0, full-validation: always}");
            JsonNode fourth = Results.receipt(Results.ended(3, stillframe.run("backup", "--json")));
            JsonNode damaged = verification(fourth);
            assertThat(damaged.path("result").asString()).isEqualTo("damaged");
            assertThat(damaged.path("findings").path(0).path("file").asString()).isEqualTo(table.toString());
            assertThat(damaged.path("findings").path(0).path("block").asInt()).isEqualTo(1);

            restores(installation, stillframe, server, third.path("id").asString(), good);
        }
    }

    /** One, then some work, then another, which is returned. */
    private static JsonNode twoBackups(Stillframe stillframe, PostgresServer server) throws Exception {
        ShopSite.sql(
                server,
                "CREATE TABLE ledger AS SELECT i, md5(i::text) || repeat('x', 200) AS line"
                        + " FROM generate_series(1, 300000) AS i",
                "VACUUM (FREEZE) ledger",
                "CHECKPOINT");
        JsonNode first = PagesSite.backup(stillframe);
        JsonNode all = verification(first).path("carry");
        assertThat(all.path("from").asString()).isEmpty();
        assertThat(all.path("units").asLong()).isZero();
        assertThat(all.path("lasting").asBoolean()).isTrue();

        // as long as the rows that are there, so that none finds room in an early page, which is to stay as it is
        ShopSite.sql(
                server,
                "UPDATE ledger SET line = md5(line) || repeat('y', 200) WHERE i > 100000 AND i % 9973 = 0",
                "INSERT INTO ledger SELECT i, md5(i::text) || repeat('x', 200) FROM generate_series(300001, 302000) AS i");
        JsonNode second = PagesSite.backup(stillframe);
        JsonNode changes = second.path("changes");
        long existed = changes.path("existedBytes").asLong();
        assertThat(changes.path("base").asString()).isEqualTo(first.path("id").asString());
        assertThat(changes.path("carriedBytes").asLong()).isGreaterThan(48L << 20); // most of the table
        assertThat(changes.path("readBytes").asLong()).isPositive().isLessThan(existed / 2);
        assertThat(changes.path("sampledBytes").asLong()).isPositive();

        JsonNode verified = verification(second);
        assertThat(verified.path("result").asString()).isEqualTo("sound");
        JsonNode carry = verified.path("carry");
        assertThat(carry.path("from").asString()).isEqualTo(first.path("id").asString());
        assertThat(carry.path("allChecked").asString())
                .isEqualTo(first.path("began").asString());
        assertThat(carry.path("lasting").asBoolean()).isTrue();
        assertThat(verified.path("checked").asLong()).isPositive().isLessThan(pages(verified) / 2);
        assertThat(pages(verified)).isGreaterThanOrEqualTo(pages(verification(first)));
        return second;
    }

    private static void restores(Installation installation, Stillframe stillframe, PostgresServer server)
            throws Exception {
        restores(installation, stillframe, server, "latest", ShopSite.sql(server, FINGERPRINT));
    }

    /** Restores a backup, starts it and compares the table, every row of it. */
    private static void restores(
            Installation installation, Stillframe stillframe, PostgresServer server, String id, String expected)
            throws Exception {
        Path target = installation.work.resolve("restored-" + id);
        Results.good(stillframe.run("restore", id, "--target", target.toString()));
        try (PostgresServer restored = PostgresServer.in(Installation.below(target, server.dataDirectory()))
                .binaries(server.binaries())
                .open()) {
            restored.start();
            assertThat(ShopSite.sql(restored, FINGERPRINT)).isEqualTo(expected);
        }
    }

    private static PostgresServer server(Installation installation) throws IOException {
        return PostgresServer.in(installation.files.resolve("database"))
                .checksums(true)
                .setting("autovacuum", "off")
                .setting("max_wal_size", "64MB")
                .setting("min_wal_size", "32MB")
                .start();
    }

    private static String postgres(PostgresServer server) {
        return """
                orders:
                    writer: postgres
                    settings: {url: "%s", user: postgres}
                    minimum-consistency: application""".formatted(server.url("postgres"));
    }

    private static JsonNode verification(JsonNode receipt) {
        return Results.component(receipt, "orders").path("verification");
    }

    private static long pages(JsonNode verification) {
        return verification.path("checked").asLong()
                + verification.path("carry").path("units").asLong();
    }

    private static Path table(PostgresServer server) throws SQLException {
        return server.dataDirectory().resolve(ShopSite.sql(server, "SELECT pg_relation_filepath('ledger')"));
    }

    /** The second page. */
    private static byte[] page(Path table) throws IOException {
        byte[] page = new byte[PagesSite.PAGE];
        try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "r")) {
            file.seek(PagesSite.PAGE);
            file.readFully(page);
        }
        return page;
    }

    /** Writes into the second page. */
    private static void write(Path table, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
            file.seek(PagesSite.PAGE + 5000);
            file.write(bytes);
        }
    }
}
