// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The whole way of a database of SQL Server, to a backup and back, on btrfs. The instance is a stand-in of our own. */
class SqlServerIT {
    @Test
    void aSuspendedDatabaseIsSnapshottedRecordedJudgedStoredAndComesBackUnderAnotherName() throws Exception {
        try (Installation installation = new Installation("btrfs");
                SqlServerStandIn server = onTheVolume(installation)) {
            Stillframe stillframe = configured(installation, server);

            JsonNode receipt = Results.receipt(Results.good(stillframe.run("backup", "shop", "--json")));

            JsonNode shop = Results.component(receipt, "shop");
            assertThat(shop.path("level").asString()).as("%s", receipt).isEqualTo("application");
            assertThat(shop.path("verification").path("result").asString()).isEqualTo("sound");
            assertThat(shop.toString()).contains("COPY_ONLY").contains("suspended.shop");
            List<String> statements = server.statements();
            assertThat(statements).hasSize(2);
            assertThat(statements.get(0))
                    .isEqualTo("ALTER DATABASE [shop] SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON (MODE = COPY_ONLY)");
            assertThat(statements.get(1))
                    .startsWith("BACKUP DATABASE [shop] TO DISK = N'")
                    .contains("METADATA_ONLY");
            assertThat(Shell.run(installation.work, "ls backups")).isEmpty(); // it is in the backup
            nothingStays(installation, server);

            Path target = installation.work.resolve("restored");
            Stillframe.Run restore = Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(restore.messages() + restore.output()).contains("sqlcmd").contains("shop_restored");
            assertThat(Installation.below(target, server.data)).hasSameBinaryContentAs(server.data);
            assertThat(Installation.below(target, server.log)).hasSameBinaryContentAs(server.log);
            String script = Installation.below(target, server.data) + ".restore.sql";
            assertThat(server.ask("execute " + script)).isEmpty();
            assertThat(server.ask("databases")).containsExactly("shop ONLINE 2", "shop_restored ONLINE 2");
            assertThat(server.ask("execute " + script))
                    .singleElement()
                    .asString()
                    .contains("exists");
        }
    }

    @Test
    void aSuspensionThatWasLostOnTheWayCountsForNothingAndTheFilesAreThoseOfACrash() throws Exception {
        try (Installation installation = new Installation("btrfs");
                SqlServerStandIn server = onTheVolume(installation)) {
            Stillframe stillframe = configured(installation, server);
            server.ask("loses-what-was-seen true");

            JsonNode receipt = Results.receipt(Results.ended(3, stillframe.run("backup", "shop", "--json")));

            JsonNode shop = Results.component(receipt, "shop");
            assertThat(shop.path("level").asString()).as("%s", receipt).isEqualTo("crash");
            assertThat(shop.path("minimumMet").asBoolean()).isFalse();
            assertThat(shop.toString()).contains("no longer suspended");
            assertThat(server.statements()).noneMatch(each -> each.startsWith("BACKUP"));
            nothingStays(installation, server);

            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            Path script = Path.of(Installation.below(target, server.data) + ".restore.sql");
            assertThat(script).content().contains("FOR ATTACH");
            assertThat(server.ask("execute " + script)).isEmpty();
            assertThat(server.ask("databases")).contains("shop_restored ONLINE 2");
        }
    }

    /** With an instance that resumes nothing at a session's end: then only the rescue does. */
    @ParameterizedTest(name = "{0} {1} at {2}")
    @CsvSource({
        "LATE_ERROR, 3197, = ON",
        "REFUSED, 3102, = ON",
        "DROPPED_AFTER, 0, = ON",
        "HANGS_AFTER, 0, = ON",
        "REFUSED, 3041, BACKUP DATABASE",
        "REFUSED, 3013, BACKUP DATABASE",
        "LATE_ERROR, 3198, BACKUP DATABASE",
        "DROPPED, 0, BACKUP DATABASE",
        "HANGS, 0, BACKUP DATABASE",
    })
    void noFaultLeavesTheDatabaseSuspendedOrABackupThatClaimsToBeOne(String fault, int number, String at)
            throws Exception {
        try (Installation installation = new Installation("btrfs");
                SqlServerStandIn server = onTheVolume(installation)) {
            // what hangs is given up after 85 % of it at the latest; the rescue comes between that and the guard's kill
            Stillframe stillframe = configured(installation, server, fault.startsWith("HANGS") ? "30s" : "60s");
            server.ask("resumes-at-sessions-end false");
            server.ask("fail " + fault + " " + number + " " + at);

            Stillframe.Run backup = Results.ended(4, stillframe.run("backup", "shop", "--json"));

            if (number != 0) {
                assertThat(backup.output()).contains("(error " + number + ")");
            }
            assertThat(Results.only(stillframe.run("list", "--json")).path("backups"))
                    .isEmpty();
            nothingStays(installation, server);
            Results.good(stillframe.run("backup", "shop", "--json"));
        }
    }

    @Test
    void aDatabaseWhoseFilesCannotBeTakenTogetherIsRefusedBeforeItIsSuspended() throws Exception {
        try (Installation installation = new Installation("btrfs");
                SqlServerStandIn server = new SqlServerStandIn(
                        installation.files.resolve("data/shop.mdf"),
                        installation.work.resolve("elsewhere/shop_log.ldf"),
                        installation.work.resolve("backups"))) {
            Stillframe stillframe = configured(installation, server);

            Stillframe.Run backup = Results.ended(4, stillframe.run("backup", "shop", "--json"));

            assertThat(Results.only(backup).path("problems").toString()).contains("shop");
            assertThat(server.statements()).isEmpty();
        }
    }

    @Test
    void aPageThatRottedOnTheDiskIsNamedInTheReceipt() throws Exception {
        try (Installation installation = new Installation("btrfs");
                SqlServerStandIn server = onTheVolume(installation)) {
            Stillframe stillframe = configured(installation, server);
            byte[] bytes = Files.readAllBytes(server.data);
            bytes[9 * 8192 + 5000] ^= 1;
            Files.write(server.data, bytes);

            JsonNode receipt = Results.receipt(Results.ended(3, stillframe.run("backup", "shop", "--json")));

            JsonNode finding = Results.component(receipt, "shop")
                    .path("verification")
                    .path("findings")
                    .path(0);
            assertThat(finding.path("block").asInt()).as("%s", receipt).isEqualTo(9);
            assertThat(finding.path("file").asString()).isEqualTo(server.data.toString());
            nothingStays(installation, server);
        }
    }

    @Test
    void theDifferentialBaseIsMovedOnlyByAJobThatSaysSoAndWhoeverHasNoneIsRefused() throws Exception {
        try (Installation installation = new Installation("btrfs");
                SqlServerStandIn server = onTheVolume(installation)) {
            Stillframe stillframe =
                    installation.configured("""
                    applications:
                      shop:
                        writer: sqlserver
                        settings: {url: "%s", user: backup}
                      notes:
                        writer: files
                        settings: {paths: ["%s"]}
                    jobs:
                      copy: {applications: [shop], changed-ranges: {keep-base: false}}
                      full: {applications: [shop], backup-type: full, changed-ranges: {keep-base: false}}
                      both: {applications: [shop, notes], backup-type: full}
                    """.formatted(server.url, installation.files.resolve("data")));
            Results.good(stillframe.run("backup", "copy", "--json"));
            assertThat(server.statements()).noneMatch(SqlServerIT::movesTheBase);

            Stillframe.Run plan = Results.good(stillframe.run("plan", "full"));
            assertThat(plan.output()).contains("backup type full: begins a new chain");
            Results.good(stillframe.run("backup", "full", "--json"));
            assertThat(server.statements())
                    .filteredOn(SqlServerIT::movesTheBase)
                    .hasSize(1);

            Stillframe.Run refused = Results.ended(4, stillframe.run("plan", "both", "--json"));
            assertThat(Results.only(refused).path("problems").toString())
                    .contains("plan.backup-type")
                    .contains("notes");
            nothingStays(installation, server);
        }
    }

    private static boolean movesTheBase(String statement) {
        return statement.contains("SUSPEND_FOR_SNAPSHOT_BACKUP = ON") && !statement.contains("COPY_ONLY");
    }

    private static SqlServerStandIn onTheVolume(Installation installation) throws Exception {
        return new SqlServerStandIn(
                installation.files.resolve("data/shop.mdf"),
                installation.files.resolve("log/shop_log.ldf"),
                installation.work.resolve("backups"));
    }

    private static Stillframe configured(Installation installation, SqlServerStandIn server) throws Exception {
        return configured(installation, server, "60s");
    }

    private static Stillframe configured(Installation installation, SqlServerStandIn server, String freezeTimeout)
            throws Exception {
        return installation.configured("""
                applications:
                  shop:
                    writer: sqlserver
                    settings:
                      url: "%s"
                      user: backup
                    minimum-consistency: application
                jobs:
                  shop: {applications: [shop], freeze-timeout: %s, changed-ranges: {keep-base: false}}
                """.formatted(server.url, freezeTimeout));
    }

    private static void nothingStays(Installation installation, SqlServerStandIn server) throws Exception {
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.ask("suspended")).isEmpty());
        assertThat(Shell.subvolumes(installation.files)).isEmpty();
    }
}
