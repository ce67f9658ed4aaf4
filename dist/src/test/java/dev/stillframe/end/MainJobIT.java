// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Customers;
import dev.stillframe.shop.PostgresBinaries;
import dev.stillframe.shop.PostgresServer;
import dev.stillframe.shop.ShopAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One command backs up a shop under load, another restores it, and everything is there. */
class MainJobIT {
    private static final int CUSTOMERS = 4;
    private static final int PURCHASES = 40;
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15/bin");

    @Test
    void onBtrfsRowsAndFilesAgreeUpToTheOnePurchaseOfEachCustomerThatWasUnderWay() throws Exception {
        try (ShopSite site = ShopSite.on("btrfs")) {
            JsonNode receipt = backUpUnderLoad(site);
            assertThat(receipt.path("group").path("claim").asString()).isEqualTo("same-instant");

            ShopAudit audit = restoreAndAudit(site);
            assertThat(audit.missing()).isEmpty();
            assertThat(audit.unexplained()).hasSizeLessThanOrEqualTo(CUSTOMERS);
        }
    }

    /** Without one instant the rows end at the stop point, and the files are newer by the claimed skew. */
    @ParameterizedTest
    @ValueSource(strings = {"xfs", "plain"})
    void withoutOneInstantTheDatabaseIsWholeAndTheReceiptClaimsNoMore(String type) throws Exception {
        try (ShopSite site = ShopSite.on(type)) {
            JsonNode receipt = backUpUnderLoad(site);
            assertThat(receipt.path("group").path("claim").asString()).isEqualTo("skewed");
            assertThat(Results.component(receipt, "orders").path("level").asString())
                    .isEqualTo("application");

            ShopAudit audit = restoreAndAudit(site);
            if (receipt.path("shape").asString().equals("held-copy")) { // files are copied after the stop point
                assertThat(audit.missing()).isEmpty();
            }
        }
    }

    @Test
    void debiansPostgresRestoresToAClusterThatItsOwnCheckerFindsSound() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(DEBIAN.resolve("pg_amcheck")), "no Debian postgresql-15 here");
        PostgresBinaries debian = PostgresBinaries.installed(DEBIAN);
        try (ShopSite site = ShopSite.on("plain", server -> server.binaries(debian), "")) {
            site.sql("CREATE EXTENSION amcheck");
            backUpUnderLoad(site);
            Path target = site.restore();
            try (PostgresServer restored = site.restored(target)) {
                restored.start();
                Shell.run(
                        target,
                        DEBIAN.resolve("pg_amcheck") + " --all --heapallindexed --username=postgres"
                                + " --host=127.0.0.1 --port=" + restored.port());
                assertThat(ShopAudit.of(site.shopOf(restored, target)).balanced())
                        .isTrue();
            }
        }
    }

    private static JsonNode backUpUnderLoad(ShopSite site) throws IOException {
        JsonNode receipt;
        try (Customers customers = Customers.enter(site.shop, CUSTOMERS, 7)) {
            Awaitility.await().until(() -> customers.purchases() > PURCHASES);
            receipt = Results.receipt(Results.good(site.stillframe.run("backup", "shop", "--json")));
            long then = customers.purchases();
            Awaitility.await().until(() -> customers.purchases() > then); // the shop went on
        }
        assertThat(Results.component(receipt, "orders")
                        .path("verification")
                        .path("result")
                        .asString())
                .isEqualTo("sound");
        Results.good(site.stillframe.run("verify", "latest"));
        return receipt;
    }

    /** Starts the restored database and reads every table, every index and every file. */
    private static ShopAudit restoreAndAudit(ShopSite site) throws Exception {
        assertThat(ShopAudit.of(site.shop).sound()).isTrue();
        Path target = site.restore();
        try (PostgresServer restored = site.restored(target)) {
            restored.start();
            ShopSite.sql(restored, "CREATE EXTENSION amcheck");
            ShopSite.sql(restored, """
                    SELECT count(bt_index_check(c.oid, i.indisunique)) FROM pg_index i JOIN pg_class c
                    ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree'
                    AND c.relpersistence = 'p' AND i.indisready AND i.indisvalid""");
            String damaged = ShopSite.sql(restored, """
                    SELECT count(v.*) FROM pg_class c, LATERAL verify_heapam(c.oid) v
                    WHERE c.relkind IN ('r', 't', 'm') AND c.relpersistence = 'p'""");
            assertThat(damaged).isEqualTo("0");
            ShopAudit audit = ShopAudit.of(site.shopOf(restored, target));
            assertThat(audit.balanced()).as("%s", audit).isTrue();
            assertThat(audit.different()).isEmpty();
            assertThat(audit.purchases()).isGreaterThanOrEqualTo(PURCHASES);
            return audit;
        }
    }
}
