// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The example of a writer for MariaDB, built from the published artefacts alone, with a server that does not pause. */
class MariadbExampleIT {
    @Test
    void itBuildsPassesTheKitAndABusyServerComesBack() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Mariadb.PROGRAM), "there is no " + Mariadb.PROGRAM);
        try (Installation installation = new Installation("btrfs")) {
            Path plugins = Files.createDirectory(installation.work.resolve("plugins"));
            Path jar = VendorBuild.ofExample("mariadb", installation.work);
            Files.copy(jar, plugins.resolve("mariadb.jar"));

            Path data = Files.createDirectory(installation.files.resolve("mysql"));
            Path password = Files.writeString(installation.work.resolve("password"), "secret\n");
            Mariadb server = Mariadb.make(data, Files.createDirectory(installation.work.resolve("run")));
            installation.closing(server);
            Stillframe stillframe = installation.configured(plugins, """
                    applications:
                      shop:
                        writer: mariadb
                        settings: {url: "%s", user: backup, password-file: %s}
                        minimum-consistency: application
                    jobs:
                      shop:
                        applications: [shop]
                        freeze-timeout: 60s
                    """.formatted(server.url(), password));
            String still = Transfers.prepare(server);

            try (Transfers transfers = new Transfers(server)) {
                await().until(() -> transfers.committed() > 200);
                long before = transfers.committed();
                JsonNode receipt = Results.receipt(stillframe.run("backup", "--json"));
                long after = transfers.begun();
                JsonNode component = Results.component(receipt, "shop");
                assertThat(component.path("level").asString()).as("%s", receipt).isEqualTo("application");
                assertThat(component.path("verification").path("result").asString())
                        .as("%s", receipt)
                        .isEqualTo("sound");
                await().until(() -> transfers.committed() > after + 50); // it goes on

                Path target = installation.work.resolve("restored");
                Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
                Path run = Files.createDirectory(installation.work.resolve("run-restored"));
                try (Mariadb restored = Mariadb.start(Installation.below(target, data), run)) {
                    Transfers.audit(restored, before, after);
                    assertThat(restored.one("CHECKSUM TABLE shop.still")).isEqualTo(still);
                    String position = Files.readString(target.resolve(".stillframe/shop/server/binlog-position.txt"));
                    assertThat(position).contains("gtid: " + restored.one("SELECT @@gtid_binlog_pos") + "\n");
                }
            }
        }
    }
}
