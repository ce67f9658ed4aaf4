// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static dev.stillframe.sqlserver.OneCycle.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.FakeInstance.Fault;
import dev.stillframe.sqlserver.server.Server;
import dev.stillframe.sqlserver.server.ServerSettings;
import dev.stillframe.sqlserver.server.Session;
import dev.stillframe.sqlserver.tds.TdsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Microsoft's driver over a real socket, against the same instance in memory as {@link BackupTest}. */
@Timeout(60)
class WireTest {
    @TempDir
    Path folder;

    private FakeInstance instance;
    private TdsServer wire;
    private Server server;

    @BeforeEach
    void an_instance_on_a_port() throws Exception {
        instance = new FakeInstance(folder.toRealPath());
        instance.database("shop");
        instance.database("crm");
        instance.hangsElsewhere = true;
        wire = new TdsServer(new InstanceOnTheWire(instance));
        server = new Server(ServerSettings.of(new Settings(Map.of("url", wire.url(), "user", "backup"))));
    }

    @AfterEach
    void nobody_listens() throws Exception {
        server.close();
        wire.close();
    }

    @Test
    void a_whole_backup_goes_through_the_driver() throws Exception {
        try (Freezable backup = join()) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            assertThat(instance.suspended()).containsOnlyKeys("shop", "crm");
            assertThat(backup.thaw(MINUTE)).isInstanceOf(Thaw.Held.class);
            assertThat(instance.suspended()).isEmpty();
            assertThat(backup.gather(MINUTE).files()).hasSize(2);
        }
    }

    @Test
    void a_suspension_that_was_lost_is_noticed() throws Exception {
        try (Freezable backup = join()) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            instance.suspended.clear();
            assertThat(backup.thaw(MINUTE)).isInstanceOf(Thaw.Lost.class);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_after_results_that_look_like_success_is_not_missed(String at, int number, String code)
            throws Exception {
        try (Freezable backup = join()) {
            backup.prepare(MINUTE);
            instance.fail(at, Fault.LATE_ERROR, number);
            assertThatThrownBy(() -> {
                        backup.freeze(MINUTE);
                        backup.thaw(MINUTE);
                    })
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo(code))
                    .hasMessageContaining("(error " + number + ")");
            backup.abort();
            nothingIsSuspended();
        }
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("= ON", 3102, "sqlserver.in-use"),
                Arguments.of("= ON", 3197, "sqlserver.query"),
                Arguments.of("BACKUP GROUP", 3041, "sqlserver.backup-failed"),
                Arguments.of("BACKUP GROUP", 3013, "sqlserver.backup-failed"),
                Arguments.of("BACKUP GROUP", 3198, "sqlserver.query"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROPPED", "DROPPED_AFTER"})
    void a_connection_that_breaks_while_suspending_holds_nothing(Fault fault) throws Exception {
        instance.resumesAtSessionsEnd = false;
        try (Freezable backup = join()) {
            backup.prepare(MINUTE);
            instance.fail("= ON", fault, 0);
            assertThatThrownBy(() -> backup.freeze(MINUTE))
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.connection"));
            backup.abort();
            nothingIsSuspended();
        }
    }

    @Test
    void a_connection_that_breaks_after_the_snapshot_loses_the_hold_and_is_not_made_anew() throws Exception {
        try (Freezable backup = join()) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            instance.fail("SELECT @@SPID", Fault.DROPPED, 0);
            assertThat(backup.thaw(MINUTE))
                    .isInstanceOfSatisfying(
                            Thaw.Lost.class, lost -> assertThat(lost.reason()).contains("session"));
            nothingIsSuspended();
        }
    }

    @ParameterizedTest
    @MethodSource("hanging")
    void a_statement_that_hangs_is_ended_by_an_abort_from_another_thread(String at) throws Exception {
        instance.resumesAtSessionsEnd = false;
        try (Freezable backup = join()) {
            backup.prepare(MINUTE);
            instance.fail(at, Fault.HANGS_AFTER, 0);
            Thread host = new Thread(() -> {
                try {
                    backup.freeze(MINUTE);
                    backup.thaw(MINUTE);
                } catch (WriterException e) {
                    // what the abort does to it
                }
            });
            host.start();
            assertThat(instance.hanging.await(20, TimeUnit.SECONDS)).isTrue();
            backup.abort();
            host.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(host.isAlive()).isFalse();
            nothingIsSuspended();
        }
    }

    static Stream<String> hanging() {
        return Stream.of("= ON", "BACKUP GROUP");
    }

    @Test
    void a_statement_that_hangs_is_given_up_at_the_deadline_by_an_attention() throws Exception {
        Deadline second = () -> Duration.ofSeconds(1);
        try (Freezable backup = join()) {
            backup.prepare(MINUTE);
            instance.fail("= ON", Fault.HANGS, 0);
            assertThatThrownBy(() -> backup.freeze(second)).isInstanceOf(WriterException.class);
            backup.abort();
            nothingIsSuspended();
        }
    }

    @Test
    void a_session_reads_rows_and_nulls() throws Exception {
        try (Session session = server.open("look")) {
            List<Map<String, Object>> rows = session.rows("SELECT @@SPID", Duration.ofSeconds(10));
            assertThat(rows).singleElement().satisfies(row -> {
                assertThat(((Number) row.get("session_id")).intValue()).isGreaterThan(60);
                assertThat(row.get("db_name")).isNull();
            });
        }
    }

    @Test
    void an_instance_that_is_down_is_said_to_be_down() throws Exception {
        wire.close();
        assertThatThrownBy(() -> server.open("look"))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.connection"));
    }

    private void nothingIsSuspended() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> instance.suspended().isEmpty());
    }

    private Freezable join() throws WriterException {
        SqlServerWriter writer = new SqlServerWriter(server.settings(), OneHost.LINUX, instance, server, () -> {});
        writer.identify(new IdentifyRequest(BackupType.COPY, MINUTE));
        return (Freezable) writer.join(new OneCycle(BackupType.COPY, "shop", "crm"));
    }
}
