// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import static dev.stillframe.postgres.Backups.refused;
import static dev.stillframe.postgres.Servers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.Inventory;
import dev.stillframe.shop.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not backed up, because it could not be restored or is not what the settings say. */
class RefusalTest {
    @TempDir
    Path temp;

    @BeforeEach
    void openTemp() throws Exception {
        Servers.open(temp);
    }

    @Test
    void theDataDirectoryOfAnotherServerIsRefused() throws Exception {
        try (PostgresServer ours = PostgresServer.in(temp.resolve("ours")).start();
                PostgresServer other = PostgresServer.in(temp.resolve("other")).start()) {
            refused(() -> identify(ours, other.dataDirectory()), "postgres.wrong-cluster")
                    .hasMessageContaining(other.dataDirectory().toString())
                    .hasMessageContaining("belongs to the cluster");
        }
    }

    @Test
    void aCopyOfTheRightDataDirectoryIsRefusedWhetherOrNotAServerRunsInIt() throws Exception {
        try (PostgresServer ours = PostgresServer.in(temp.resolve("ours")).create()) {
            Path copy = temp.resolve("copy");
            TestStore.copyTree(ours.dataDirectory(), copy);
            ours.start();
            run(ours, "checkpoint");
            // the checkpoints differ, unless the copy was made since the last one
            refused(() -> identify(ours, copy), "postgres.wrong-cluster");
            Files.copy(
                    ours.dataDirectory().resolve("global/pg_control"),
                    copy.resolve("global/pg_control"),
                    StandardCopyOption.REPLACE_EXISTING);
            refused(() -> identify(ours, copy), "postgres.wrong-cluster").hasMessageContaining("no server runs in");
            Files.writeString(
                    copy.resolve("postmaster.pid"),
                    Files.readString(ours.dataDirectory().resolve("postmaster.pid"))
                            .replace("\n" + ours.port() + "\n", "\n1\n"));
            refused(() -> identify(ours, copy), "postgres.wrong-cluster").hasMessageContaining("port 1");
            Files.writeString(
                    copy.resolve("postmaster.pid"),
                    Files.readString(ours.dataDirectory().resolve("postmaster.pid"))
                            .replace(ours.pid() + "\n", ProcessHandle.current().pid() + "\n"));
            refused(() -> identify(ours, copy), "postgres.wrong-cluster").hasMessageContaining("not a child");
            assertThat(identify(ours, ours.dataDirectory()).components()).hasSize(1);
        }
    }

    @Test
    void aServerWithMountsOfItsOwnIsRefused() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can make a mount namespace");
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                .under("unshare", "--mount", "--")
                .start()) {
            refused(() -> Backups.identify(server, Map.of()), "postgres.other-namespace");
        }
    }

    @Test
    void walLevelMinimalIsRefused() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                .setting("wal_level", "minimal")
                .setting("max_wal_senders", "0")
                .start()) {
            refused(() -> Backups.identify(server, Map.of()), "postgres.wal-level")
                    .hasMessageContaining("minimal");
        }
    }

    @Test
    void aStandbyIsRefused() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).create()) {
            Files.createFile(server.dataDirectory().resolve("standby.signal"));
            server.start();
            refused(() -> Backups.identify(server, Map.of()), "postgres.standby");
        }
    }

    @Test
    void aPartOfTheClusterBehindALinkIsRefusedAndADispensableOneIsNoticed() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).create()) {
            Files.createSymbolicLink(temp.resolve("data/log"), Servers.folder(server, temp.resolve("messages")));
            server.start();
            Inventory inventory = Backups.identify(server, Map.of());
            assertThat(inventory.notices())
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.message()).contains("data/log"));
            server.stop();
            Files.move(temp.resolve("data/pg_xact"), temp.resolve("pg_xact"));
            Files.createSymbolicLink(temp.resolve("data/pg_xact"), temp.resolve("pg_xact"));
            server.start();
            refused(() -> Backups.identify(server, Map.of()), "postgres.foreign-link")
                    .hasMessageContaining("pg_xact");
        }
    }

    @Test
    void missingChecksumsAreNoticed() throws Exception {
        try (PostgresServer server =
                PostgresServer.in(temp.resolve("data")).checksums(false).start()) {
            assertThat(Backups.identify(server, Map.of()).notices())
                    .extracting(Inventory.Notice::code)
                    .containsExactly("postgres.no-checksums");
        }
    }

    private static Inventory identify(PostgresServer server, Path dataDirectory) throws Exception {
        return Backups.identify(server, Map.of("data-directory", dataDirectory.toString()));
    }
}
