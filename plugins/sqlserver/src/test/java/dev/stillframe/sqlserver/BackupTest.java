// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static dev.stillframe.sqlserver.OneCycle.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.Instance;
import dev.stillframe.sqlserver.server.ServerSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of a backup, and that no fault leaves a database suspended. The instance is our own. */
class BackupTest {
    @TempDir
    Path folder;

    private final Map<String, Object> settings = new HashMap<>(Map.of("url", "jdbc:sqlserver://localhost"));
    private FakeInstance instance;

    @BeforeEach
    void an_instance() throws Exception {
        instance = new FakeInstance(folder.toRealPath());
        instance.database("shop");
    }

    @Test
    void one_session_suspends_proves_that_it_held_and_writes_the_metadata() throws Exception {
        OneCycle cycle = new OneCycle(BackupType.COPY, "shop");
        try (Freezable backup = join(cycle)) {
            backup.prepare(MINUTE);
            assertThat(instance.suspended()).isEmpty();
            backup.freeze(MINUTE);
            assertThat(instance.suspended()).containsOnlyKeys("shop");
            assertThat(cycle.armed).containsExactly(new ThawAction.EndWriterProcess());
            Thaw thaw = backup.thaw(MINUTE);
            assertThat(thaw)
                    .isInstanceOfSatisfying(
                            Thaw.Held.class,
                            held -> assertThat(held.evidence())
                                    .containsKeys("session", "suspended.shop")
                                    .containsEntry("mode", "COPY_ONLY"));
            assertThat(instance.suspended()).isEmpty();

            Gathered gathered = backup.gather(MINUTE);
            SourcePath mdf = SourcePath.of(folder.toRealPath() + "/5.mdf");
            SourcePath bkm = SourcePath.of(folder.toRealPath() + "/5.mdf.bkm");
            assertThat(gathered.files())
                    .singleElement()
                    .satisfies(
                            late -> assertThat(late.place()).isEqualTo(new LateFile.Place.At(bkm, Optional.of(mdf))));
            assertThat(gathered.facts().get(new ComponentId("shop"))).containsEntry("metadata", bkm.toString());
            assertThat(folder.resolve("stillframe-shop-1.bkm")).exists();
        }
        assertThat(folder.resolve("stillframe-shop-1.bkm")).doesNotExist();
        List<String> statements = instance.log().stream()
                .filter(line -> !line.contains("SELECT") && !line.contains("SET NOCOUNT"))
                .toList();
        assertThat(statements)
                .containsExactly(
                        "61: ALTER DATABASE [shop] SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON (MODE = COPY_ONLY)",
                        "61: BACKUP DATABASE [shop] TO DISK = N'" + folder.toRealPath() + "/stillframe-shop-1.bkm'"
                                + " WITH METADATA_ONLY, FORMAT, MEDIADESCRIPTION = N'stillframe shop-1'");
    }

    @Test
    void several_databases_are_suspended_and_recorded_together() throws Exception {
        instance.database("crm");
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop", "crm"))) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            assertThat(instance.suspended()).containsOnlyKeys("shop", "crm");
            assertThat(backup.thaw(MINUTE)).isInstanceOf(Thaw.Held.class);
            assertThat(backup.gather(MINUTE).files()).hasSize(2);
        }
        assertThat(instance.log())
                .anyMatch(line -> line.contains(
                        "SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON (GROUP = ([shop], [crm]), MODE = COPY_ONLY)"))
                .anyMatch(line -> line.contains("BACKUP GROUP [shop], [crm] TO DISK"));
    }

    @Test
    void an_instance_is_suspended_and_recorded_as_a_whole_if_that_is_wanted() throws Exception {
        instance.database("crm");
        settings.put("whole-server", true);
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop", "crm"))) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            assertThat(instance.suspended()).containsOnlyKeys("shop", "crm");
            assertThat(backup.thaw(MINUTE)).isInstanceOf(Thaw.Held.class);
            assertThat(backup.gather(MINUTE).files()).hasSize(2);
        }
        assertThat(instance.log())
                .anyMatch(line -> line.endsWith(
                        "ALTER SERVER CONFIGURATION SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON (MODE = COPY_ONLY)"))
                .anyMatch(line -> line.contains("BACKUP SERVER TO DISK"));
    }

    /** With and without the resumption at the session's end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_database_that_was_made_after_the_plan_ends_the_backup_of_a_whole_instance(boolean ends) throws Exception {
        settings.put("whole-server", true);
        instance.resumesAtSessionsEnd = ends;
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            backup.prepare(MINUTE);
            instance.database("newcomer");
            assertRefused(() -> backup.freeze(MINUTE), "sqlserver.layout-changed");
            backup.abort();
        }
        assertThat(instance.suspended()).isEmpty(); // that one too
    }

    @Test
    void an_instance_is_not_suspended_as_a_whole_for_a_part_of_its_databases() throws Exception {
        instance.database("crm");
        settings.put("whole-server", true);
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            assertRefused(() -> backup.prepare(MINUTE), "sqlserver.whole-server");
        }
        settings.put("exclude", List.of("crm"));
        assertRefused(this::writer, "sqlserver.whole-server");
    }

    @Test
    void only_the_databases_of_the_cycle_are_touched() throws Exception {
        instance.database("crm");
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "crm"))) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            assertThat(instance.suspended()).containsOnlyKeys("crm");
        }
    }

    @Test
    void a_suspension_that_ended_before_the_snapshot_was_taken_is_lost() throws Exception {
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            instance.suspended.clear();
            assertThat(backup.thaw(MINUTE))
                    .isInstanceOfSatisfying(
                            Thaw.Lost.class,
                            lost -> assertThat(lost.reason()).contains("shop was no longer suspended"));
            assertThat(backup.gather(MINUTE)).isEqualTo(Gathered.nothing());
        }
        assertThat(instance.log()).noneMatch(line -> line.contains("BACKUP DATABASE"));
    }

    @Test
    void of_several_databases_a_single_lost_one_loses_the_hold_and_the_others_go_on() throws Exception {
        instance.database("crm");
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop", "crm"))) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            instance.suspended.remove("crm");
            assertThat(backup.thaw(MINUTE)).isInstanceOf(Thaw.Lost.class);
            assertThat(instance.suspended()).isEmpty();
        }
    }

    @Test
    void a_suspension_by_somebody_else_in_between_does_not_count_and_stays() throws Exception {
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
            instance.suspended.put("shop", 99);
            assertThat(backup.thaw(MINUTE)).isInstanceOf(Thaw.Lost.class);
        }
        assertThat(instance.suspended()).containsEntry("shop", 99);
    }

    @Test
    void a_database_that_another_backup_suspended_is_refused_and_left_alone() throws Exception {
        instance.suspended.put("shop", 99);
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            assertRefused(() -> backup.prepare(MINUTE), "sqlserver.suspended-already");
            backup.abort();
        }
        assertThat(instance.suspended()).containsEntry("shop", 99);
    }

    static Stream<Arguments> faults() {
        return Stream.of(FakeInstance.Fault.values())
                .flatMap(fault -> Stream.of("SET NOCOUNT", "= ON", "BACKUP DATABASE", "SELECT @@SPID")
                        .flatMap(at -> Stream.of(true, false).map(ends -> Arguments.of(at, fault, ends))));
    }

    /** With and without the resumption at the session's end, which Microsoft does not promise. */
    @ParameterizedTest(name = "{1} at {0}, resumed at the session''s end: {2}")
    @MethodSource("faults")
    void no_fault_leaves_a_database_suspended(String at, FakeInstance.Fault fault, boolean ends) throws Exception {
        instance.resumesAtSessionsEnd = ends;
        for (int arm = 0; arm < 3; arm++) { // before prepare, freeze, thaw
            instance.suspended.clear();
            Freezable backup = join(new OneCycle(BackupType.COPY, "shop"));
            int step = arm;
            Thread host = new Thread(() -> {
                try {
                    armed(step == 0, at, fault);
                    backup.prepare(MINUTE);
                    armed(step == 1, at, fault);
                    backup.freeze(MINUTE);
                    armed(step == 2, at, fault);
                    backup.thaw(MINUTE);
                } catch (WriterException e) {
                    backup.abort(); // as the host does
                }
            });
            host.start();
            if (fault == FakeInstance.Fault.HANGS || fault == FakeInstance.Fault.HANGS_AFTER) {
                while (host.isAlive() && !instance.hanging.await(20, TimeUnit.MILLISECONDS)) {}
                backup.abort();
            }
            host.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(host.isAlive()).isFalse();
            backup.close();
            assertThat(instance.suspended()).isEmpty();
            instance = renewed(ends);
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void each_error_of_the_instance_has_a_code_of_its_own(String at, int number, String code) throws Exception {
        instance.fail(at, FakeInstance.Fault.LATE_ERROR, number);
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            backup.prepare(MINUTE);
            assertRefused(
                    () -> {
                        backup.freeze(MINUTE);
                        backup.thaw(MINUTE);
                    },
                    code);
            backup.abort();
        }
        assertThat(instance.suspended()).isEmpty();
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("= ON", 3102, "sqlserver.in-use"),
                Arguments.of("= ON", 3197, "sqlserver.query"),
                Arguments.of("BACKUP DATABASE", 3198, "sqlserver.query"),
                Arguments.of("= ON", 262, "sqlserver.rights"),
                Arguments.of("BACKUP DATABASE", 3041, "sqlserver.backup-failed"),
                Arguments.of("BACKUP DATABASE", 3013, "sqlserver.backup-failed"),
                Arguments.of("BACKUP DATABASE", 9999, "sqlserver.query"));
    }

    @Test
    void a_freeze_after_an_abort_holds_nothing() throws Exception {
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            backup.prepare(MINUTE);
            backup.abort();
            assertRefused(() -> backup.freeze(MINUTE), "sqlserver.aborted");
            assertThat(instance.suspended()).isEmpty();
        }
    }

    @Test
    void an_instance_that_clears_the_differential_map_of_a_copy_is_caught() throws Exception {
        instance.clearsTheMap = true;
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            backup.prepare(MINUTE);
            assertRefused(() -> backup.freeze(MINUTE), "sqlserver.base-moved");
            backup.abort();
        }
        assertThat(instance.suspended()).isEmpty();
    }

    @Test
    void a_full_backup_is_refused_where_another_product_owns_the_base() throws Exception {
        instance.bases.put("shop", Optional.of("Another Backup"));
        try (Freezable backup = join(new OneCycle(BackupType.FULL, "shop"))) {
            assertRefused(() -> backup.prepare(MINUTE), "sqlserver.foreign-base");
        }
        instance.bases.put("shop", Optional.of("stillframe shop-0"));
        try (Freezable backup = join(new OneCycle(BackupType.FULL, "shop"))) {
            backup.prepare(MINUTE);
            backup.freeze(MINUTE);
        }
        assertThat(instance.log()).anyMatch(line -> line.endsWith("SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON"));
    }

    @Test
    void a_database_that_got_another_file_since_the_plan_is_refused() throws Exception {
        SqlServerWriter writer = writer();
        writer.identify(new IdentifyRequest(BackupType.COPY, MINUTE));
        instance.databases.clear();
        Database shop = instance.database("shop");
        instance.databases.set(
                0,
                new Database(
                        5,
                        "shop",
                        "ONLINE",
                        "FULL",
                        "CHECKSUM",
                        0,
                        "",
                        List.of(shop.files().get(0))));
        try (var backup = writer.join(new OneCycle(BackupType.COPY, "shop"))) {
            assertRefused(() -> backup.prepare(MINUTE), "sqlserver.layout-changed");
        }
    }

    @Test
    void a_metadata_folder_that_cannot_be_seen_is_refused_before_anything_is_held() throws Exception {
        instance.instance = new Instance("SHOP", 16, "16.0", "", "Linux", "", folder + "/nowhere");
        try (Freezable backup = join(new OneCycle(BackupType.COPY, "shop"))) {
            assertRefused(() -> backup.prepare(MINUTE), "sqlserver.metadata-directory");
        }
    }

    private void armed(boolean now, String at, FakeInstance.Fault fault) {
        if (now) {
            instance.fail(at, fault, 3013);
        }
    }

    private FakeInstance renewed(boolean ends) throws Exception {
        FakeInstance next = new FakeInstance(folder.toRealPath());
        next.database("shop");
        next.resumesAtSessionsEnd = ends;
        return next;
    }

    private Freezable join(OneCycle cycle) throws WriterException {
        SqlServerWriter writer = writer();
        writer.identify(new IdentifyRequest(BackupType.COPY, MINUTE));
        return (Freezable) writer.join(cycle);
    }

    private SqlServerWriter writer() throws WriterException {
        return new SqlServerWriter(
                ServerSettings.of(new Settings(settings)), OneHost.LINUX, instance, instance, () -> {});
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
