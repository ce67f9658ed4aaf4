// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Customers;
import dev.stillframe.shop.PostgresServer;
import dev.stillframe.shop.ShopAudit;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shop comes back without us: from a repository that was filled under load, with Debian's restic alone. */
class ResticRestoreIT {
    private static final int CUSTOMERS = 4;
    private static final int PURCHASES = 40;

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "plain"})
    void aPostgresStartsFromTheFolderThatResticRestoresAndEveryCommittedRowIsThere(String type) throws Exception {
        try (ShopSite site = ShopSite.in(new Installation(type).inRepository(), UnaryOperator.identity(), "")) {
            long committed = backUpUnderLoad(site);
            assertThat(site.installation.restic("check --read-data")).contains("no errors were found");

            Path target = restore(site);

            Path data = Installation.below(target, site.server.dataDirectory());
            assertThat(owner(data)).isEqualTo(owner(site.server.dataDirectory()));
            assertThat(data.resolve("postmaster.pid")).doesNotExist();
            Path label = type.equals("btrfs")
                    ? target.resolve(".stillframe/orders/cluster/backup_label") // crash recovery needs none
                    : data.resolve("backup_label");
            assertThat(label).content().contains("CHECKPOINT LOCATION");
            try (PostgresServer restored = site.restored(target)) {
                restored.start();
                ShopAudit audit = ShopAudit.of(site.shopOf(restored, target));
                assertThat(audit.sound()).as("%s", audit).isTrue();
                assertThat(audit.purchases()).isGreaterThanOrEqualTo(committed);
                ShopSite.sql(restored, "CREATE EXTENSION amcheck");
                assertThat(ShopSite.sql(
                                restored,
                                "SELECT count(v.*) FROM pg_class c, LATERAL verify_heapam(c.oid) v"
                                        + " WHERE c.relkind IN ('r', 't', 'm') AND c.relpersistence = 'p'"))
                        .isEqualTo("0");
            }
        }
    }

    /** Returns how many purchases were committed when the backup began. */
    private static long backUpUnderLoad(ShopSite site) throws Exception {
        try (Customers customers = Customers.enter(site.shop, CUSTOMERS, 11)) {
            Awaitility.await().until(() -> customers.purchases() > PURCHASES);
            long committed = customers.purchases();
            Results.good(site.stillframe.run("backup", "shop"));
            return committed;
        }
    }

    /** Into a folder that the server's account may enter; restic makes one for root alone. */
    private static Path restore(ShopSite site) throws Exception {
        Path target = Files.createDirectory(
                site.installation.work.resolve("by-restic"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        site.installation.restic("restore latest --tag stillframe --tag job=shop --target " + target);
        return target;
    }

    private static String owner(Path path) throws Exception {
        var all = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        return all.toString();
    }
}
