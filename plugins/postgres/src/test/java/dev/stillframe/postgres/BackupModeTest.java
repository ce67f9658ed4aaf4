// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import static dev.stillframe.postgres.Backups.refused;
import static dev.stillframe.postgres.Servers.one;
import static dev.stillframe.postgres.Servers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.shop.PostgresBinaries;
import dev.stillframe.shop.PostgresServer;
import dev.stillframe.shop.PostgresServerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can go wrong between entering backup mode and leaving it. */
class BackupModeTest {
    @TempDir
    Path temp;

    @BeforeEach
    void openTemp() throws Exception {
        Servers.open(temp);
    }

    @Test
    void aFailingArchiverAndThreeForcedCheckpointsChangeNothing() throws Exception {
        TestStore store = new TestStore(temp.resolve("backup"));
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                        .setting("archive_mode", "on")
                        .setting("archive_command", "false")
                        .start();
                Backups backup = new Backups(server, Map.of("slot", "required"))) {
            run(server, "create table t as select generate_series(1, 1000) as n");
            backup.prepare();
            store.copy(backup.identify(), Grain.LIVE);
            for (int i = 0; i < 3; i++) {
                run(server, "update t set n = n + 1", "select pg_switch_wal()", "checkpoint");
            }
            Gathered gathered = backup.gather();
            store.add(gathered);

            assertThat(backup.participant().validate(store, TestHost.minute()).get(PostgresWriter.CLUSTER))
                    .isInstanceOf(Verdict.Sound.class);
            assertThat(gathered.files().stream().filter(file -> file.content() instanceof LateFile.CopyOf))
                    .hasSizeGreaterThanOrEqualTo(4);
            await().untilAsserted(() -> assertThat(one(server, "select failed_count > 0 from pg_stat_archiver"))
                    .isEqualTo("t"));
        }
        try (PostgresServer restored =
                PostgresServer.in(store.at(temp.resolve("data"))).open()) {
            restored.start();
            assertThat(one(restored, "select min(n) from t")).isEqualTo("4");
        }
    }

    @Test
    void theSlotKeepsWalThatCheckpointsWouldRecycle() throws Exception {
        try (PostgresServer server = recycling("-1").start();
                Backups backup = new Backups(server, Map.of("slot", "required"))) {
            backup.prepare();
            writeWal(server);
            assertThat(backup.gather().facts().get(PostgresWriter.CLUSTER)).containsEntry("slot", "used");
        }
    }

    @Test
    void withoutASlotRecycledWalFailsTheBackup() throws Exception {
        try (PostgresServer server = recycling("-1").start();
                Backups backup = new Backups(server, Map.of("slot", "off"))) {
            backup.prepare();
            writeWal(server);
            refused(backup::gather, "postgres.wal-missing").hasMessageContaining("pg_wal/0000000100000000");
        }
    }

    @Test
    void withoutASlotWalThatIsRecycledAfterBackupModeIsStillThereToBeCopied() throws Exception {
        TestStore store = new TestStore(temp.resolve("store"));
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                        .setting("wal_keep_size", "0")
                        .setting("checkpoint_timeout", "1h") // recycled when this test says so, and not before
                        .start();
                Backups backup = new Backups(server, Map.of("slot", "off"))) {
            Inventory inventory = backup.identify();
            backup.prepare();
            store.copy(inventory, Grain.LIVE);
            Gathered gathered = backup.gather();
            List<Path> segments = gathered.files().stream()
                    .filter(file -> file.content() instanceof LateFile.CopyOf)
                    .map(file ->
                            Path.of(((LateFile.Place.At) file.place()).path().toString()))
                    .toList();

            writeWal(server);

            assertThat(segments)
                    .isNotEmpty()
                    .allSatisfy(segment -> assertThat(segment).doesNotExist());
            store.add(gathered);
            assertThat(backup.participant().validate(store, TestHost.minute()).get(PostgresWriter.CLUSTER))
                    .isInstanceOf(Verdict.Sound.class);
            assertThat(gathered.facts().get(PostgresWriter.CLUSTER)).containsEntry("slot", "none: switched off");
        }
    }

    @Test
    void aSlotThatTheServerTookAwayFailsTheBackup() throws Exception {
        // the server ends the session that owns a slot which keeps too much
        try (PostgresServer server = recycling("32MB").start();
                Backups backup = new Backups(server, Map.of("slot", "required"))) {
            backup.prepare();
            writeWal(server);
            refused(backup::gather, "postgres.session-lost")
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.hint()).contains("max_slot_wal_keep_size"));
            assertThat(server.log()).contains("to release replication slot");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.stillframe.postgres.Servers#oldestAndNewest")
    void anAbortFromAnotherThreadEndsAStartThatWaitsForItsCheckpoint(PostgresBinaries binaries) throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                        .binaries(binaries)
                        .start();
                Backups backup = new Backups(server, Map.of())) {
            long checkpointer =
                    Long.parseLong(one(server, "select pid from pg_stat_activity where backend_type = 'checkpointer'"));
            signal(checkpointer, "STOP");
            try {
                CompletableFuture<Void> prepare = CompletableFuture.runAsync(() -> {
                    try {
                        backup.prepare();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                String running = "select coalesce(max(pid), 0) from pg_stat_activity where state = 'active'"
                        + " and query like 'select pg_%backup%' and pid <> pg_backend_pid()";
                await().until(() -> !one(server, running).equals("0"));
                String session = "select count(*) from pg_stat_activity where pid = " + one(server, running);
                backup.participant().abort();
                backup.participant().abort();

                await().atMost(Duration.ofSeconds(5)).until(prepare::isCompletedExceptionally);
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> one(server, session).equals("0"));
            } finally {
                signal(checkpointer, "CONT");
            }
            assertThat(one(server, "select count(*) from pg_replication_slots")).isEqualTo("0");
        }
    }

    @Test
    void aPrepareAfterAnAbortHoldsNothing() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).start();
                Backups backup = new Backups(server, Map.of())) {
            backup.participant().abort();
            refused(backup::prepare, "postgres.aborted");
            // the connection for ordinary queries may stay
            await().untilAsserted(() -> assertThat(Servers.sessions(server)).isLessThanOrEqualTo(1));
        }
    }

    @Test
    void theEndOfTheSessionEndsBackupModeAndIsSaid() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).start();
                Backups backup = new Backups(server, Map.of())) {
            backup.prepare();
            assertThat(one(
                            server,
                            "select count(pg_terminate_backend(active_pid)) from pg_replication_slots where active"))
                    .isEqualTo("1");
            refused(backup::gather, "postgres.session-lost").hasMessageContaining("backup mode");
            await().untilAsserted(() -> assertThat(one(server, "select count(*) from pg_replication_slots"))
                    .isEqualTo("0"));
        }
    }

    @Test
    void aServerThatWasKilledIsSaidToBeGone() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).start();
                Backups backup = new Backups(server, Map.of())) {
            backup.prepare();
            long session = Long.parseLong(one(server, "select max(active_pid) from pg_replication_slots"));
            server.kill();
            await().until(() -> ProcessHandle.of(session).isEmpty());
            refused(backup::gather, "postgres.session-lost");
        }
    }

    @Test
    void aTablespaceThatIsMadeDuringTheBackupFailsIt() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).start();
                Backups backup = new Backups(server, Map.of())) {
            backup.prepare();
            Path folder = Servers.folder(server, temp.resolve("late"));
            run(server, "create tablespace late location '" + folder + "'");
            refused(backup::gather, "postgres.tablespaces-changed");
        }
    }

    @Test
    void aTablespaceThatIsMadeAfterThePlanFailsThePreparation() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).start();
                Backups backup = new Backups(server, Map.of())) {
            Path folder = Servers.folder(server, temp.resolve("late"));
            backup.plan();
            run(server, "create tablespace late location '" + folder + "'");
            refused(backup::prepare, "postgres.layout-changed");
        }
    }

    @Test
    void anIdleSessionTimeoutDoesNotEndBackupMode() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                        .setting("idle_session_timeout", "200ms")
                        .setting("statement_timeout", "100ms")
                        .start();
                Backups backup = new Backups(server, Map.of())) {
            backup.prepare();
            try (Connection other = server.dataSource("postgres").getConnection()) {
                await().until(() -> ended(other)); // the server has ended an idle session by now
            }
            assertThat(backup.gather().files()).isNotEmpty();
        }
    }

    private static boolean ended(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            TimeUnit.MILLISECONDS.sleep(400);
            statement.execute("select 1");
            return false;
        } catch (SQLException | InterruptedException e) {
            return true;
        }
    }

    /** A server that keeps as little WAL as it can. */
    private PostgresServerBuilder recycling(String slotLimit) {
        return PostgresServer.in(temp.resolve("data"))
                .setting("min_wal_size", "32MB")
                .setting("max_wal_size", "32MB")
                .setting("wal_keep_size", "0")
                .setting("max_slot_wal_keep_size", slotLimit);
    }

    private static void writeWal(PostgresServer server) throws SQLException {
        run(server, "create table w (n int)");
        for (int i = 0; i < 6; i++) {
            run(server, "insert into w values (1)", "select pg_switch_wal()", "checkpoint");
        }
    }

    private static void signal(long pid, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void everySegmentIsCheckedBeforeItCounts() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).start();
                Backups backup = new Backups(server, Map.of())) {
            backup.prepare();
            String segment = one(server, "select pg_walfile_name(pg_current_wal_lsn())");
            run(server, "create table t (n int)", "select pg_switch_wal()");
            Path file = temp.resolve("data/pg_wal").resolve(segment);
            byte[] content = Files.readAllBytes(file);
            content[13] ^= 1; // the page's address
            Files.write(file, content);
            refused(backup::gather, "postgres.wal-missing").hasMessageContaining(segment);
        }
    }
}
