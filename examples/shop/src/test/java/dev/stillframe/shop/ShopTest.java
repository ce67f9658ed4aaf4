// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {
    @Test
    void everyPurchaseHasItsFileAndTheBooksBalance(@TempDir Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // the server is nobody
        Path data = folder.resolve("data");
        try (PostgresServer server = PostgresServer.in(data).start()) {
            Shop shop = new Shop(server.dataSource("postgres"), folder.resolve("uploads"));
            shop.open();
            try (Customers customers = Customers.enter(shop, 3, 42)) {
                Awaitility.await().until(() -> customers.purchases() > 100);
            }

            ShopAudit audit = ShopAudit.of(shop);
            assertThat(audit.sound()).as("%s", audit).isTrue();
            assertThat(audit.unexplained()).isEmpty();
            assertThat(audit.purchases()).isEqualTo(audit.files()).isGreaterThan(100);

            try (Stream<Path> files = Files.list(shop.uploads())) {
                Files.delete(files.findFirst().orElseThrow());
            }
            assertThat(ShopAudit.of(shop).sound()).isFalse();
        }
    }
}
