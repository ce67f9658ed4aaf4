// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static dev.stillframe.sqlserver.OneCycle.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.DatabaseFile;
import dev.stillframe.sqlserver.database.Instance;
import dev.stillframe.sqlserver.database.PathText;
import dev.stillframe.sqlserver.database.VssOffer;
import dev.stillframe.sqlserver.doctor.Examination;
import dev.stillframe.sqlserver.doctor.Rights;
import dev.stillframe.sqlserver.server.ServerSettings;
import dev.stillframe.sqlserver.validate.SparseFile;
import dev.stillframe.sqlserver.validate.SyntheticDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances on Windows, whose databases SqlServerWriter holds. What it offers is ours; nothing here ran on Windows. */
class VssTest {
    private static final String INSTANCE = "WIN1\\SALES";

    @TempDir
    Path folder;

    private final List<NativeComponent> offered = new ArrayList<>();
    private FakeInstance instance;

    @BeforeEach
    void an_instance_on_windows() {
        instance = new FakeInstance(folder);
        runs(15);
        instance.databases.add(database(5, "shop"));
        offered.add(component("WIN1", "shop", "other.mdf")); // of the default instance
        offered.add(component("win1\\sales", "Shop", "SHOP.mdf", "shop_log.ldf"));
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 13, 15, 16, 17})
    void a_database_is_a_component_that_the_vss_writer_holds(int major) throws Exception {
        runs(major);
        Component shop = identify(Map.of()).get(0);
        assertThat(shop.id().value()).isEqualTo("shop");
        assertThat(shop.quiesce()).isEqualTo(new Quiesce.Native(VssOffer.WRITER, "win1\\sales", "Shop"));
        assertThat(shop.files()).isEqualTo(offered.get(1).files());
        assertThat(shop.facts())
                .containsEntry("held-by-vss", "true")
                .containsEntry("recovery-model", "FULL") // which only the server says
                .containsEntry("file.1.path", "/C/SQL Data/shop.mdf")
                .containsEntry("vss-component", "Shop");
        assertThat(new SqlServerWriterFactory().descriptor().vssWriters()).containsExactly(VssOffer.WRITER);
    }

    @Test
    void a_database_that_the_vss_writer_does_not_offer_is_refused_with_what_it_offers() {
        instance.databases.add(database(6, "crm"));
        WriterException refused = refused(Map.of());
        assertThat(refused.code()).isEqualTo("sqlserver.vss-no-component");
        assertThat(refused.hint()).contains("VSS Writer must run").contains("win1\\sales\\Shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"C:\\SQL Data\\shop_2.ndf", "D:\\SQL Data\\shop.mdf", "shop.ndf", "C:\\SQL Data\\x\\shop.mdf"})
    void a_file_that_the_server_names_and_the_vss_writer_does_not_offer_is_refused(String path) {
        List<DatabaseFile> files = new ArrayList<>(instance.databases.get(0).files());
        files.add(new DatabaseFile(3, DatabaseFile.Kind.ROWS, "more", path, true));
        instance.databases.set(0, database(5, "shop", files));
        assertThat(refused(Map.of()).code()).isEqualTo("sqlserver.vss-other-files");
    }

    @Test
    void a_container_is_taken_with_what_lies_in_it() throws Exception {
        List<DatabaseFile> files = new ArrayList<>(instance.databases.get(0).files());
        files.add(new DatabaseFile(3, DatabaseFile.Kind.CONTAINER, "docs", "E:\\docs", true));
        instance.databases.set(0, database(5, "shop", files));
        List<FileSet> sets = new ArrayList<>(offered.get(1).files());
        sets.add(set("/E/docs", "**/*"));
        offered.set(1, new NativeComponent(offered.get(1).component(), "", sets));
        assertThat(identify(Map.of()).get(0).files()).hasSize(3);
    }

    @Test
    void a_host_without_vss_says_where_to_run_instead() throws Exception {
        WriterException refused = refusedOn(OneHost.LINUX, Map.of());
        assertThat(refused.code()).isEqualTo("sqlserver.windows");
        assertThat(refused.hint()).contains("run Stillframe on the instance's machine");
    }

    @Test
    void settings_of_a_suspension_are_refused_where_nothing_is_suspended() {
        WriterException whole = refused(Map.of("whole-server", true));
        assertThat(whole.code()).isEqualTo("sqlserver.linux-only");
        assertThat(whole.getMessage())
                .contains("whole-server")
                .contains(INSTANCE)
                .contains("Windows");
        WriterException metadata = refused(Map.of("metadata-directory", "/C/Backup"));
        assertThat(metadata.code()).isEqualTo("sqlserver.linux-only");
        assertThat(metadata.getMessage()).contains("metadata-directory");
    }

    @Test
    void versions_that_nobody_asks_any_more_are_refused_with_what_to_do() {
        runs(10);
        assertThat(refused(Map.of()).code()).isEqualTo("sqlserver.version");
        assertThat(refused(Map.of()).hint()).contains("BACKUP DATABASE");
    }

    @Test
    void system_databases_are_taken_if_they_are_named_and_tempdb_never() throws Exception {
        instance.databases.add(0, database(1, "master"));
        instance.databases.add(1, database(2, "tempdb"));
        offered.add(component(INSTANCE, "master", "master.mdf", "master_log.ldf"));
        assertThat(identify(Map.of())).hasSize(1);
        assertThat(writer(host()).identify(request()).notices())
                .extracting(Notice::code)
                .contains("sqlserver.system-databases");
        assertThat(identify(Map.of("databases", List.of("master", "shop")))).hasSize(2);
        assertThat(refused(Map.of("databases", List.of("tempdb"))).code()).isEqualTo("sqlserver.system-database");
    }

    @Test
    void doctor_says_what_the_vss_writer_offers_and_asks_for_no_right_to_suspend() throws Exception {
        ServerSettings settings = ServerSettings.of(new Settings(Map.of("url", "jdbc:sqlserver://localhost")));
        Examination examination = new Examination(instance, new NoRights(), settings, host());
        assertThat(examination.diagnoses())
                .anyMatch(each -> each.finding().contains("offered by SqlServerWriter"))
                .noneMatch(each -> each.remedy().contains("GRANT BACKUP DATABASE"));
    }

    @Test
    void each_database_gets_a_verdict_whatever_the_case_of_its_names() throws Exception {
        instance.databases.add(database(6, "crm"));
        offered.add(component(INSTANCE, "crm", "crm.mdf", "crm_log.ldf"));
        SyntheticDatabase good = SyntheticDatabase.small(new Random(7));
        SyntheticDatabase bad = SyntheticDatabase.small(new Random(8));
        bad.rot();
        SqlServerWriter writer = writer(host());
        writer.identify(request());
        try (Participant backup = writer.join(new OneCycle(BackupType.COPY, "shop", "crm"))) {
            assertThat(backup).isNotInstanceOf(Freezable.class);
            backup.prepare(MINUTE);
            Map<ComponentId, Verdict> verdicts = backup.validate(
                    new Image(Map.of(
                            new ComponentId("shop"), files(good, "/C/SQL DATA/SHOP.MDF", "/C/sql data/Shop_log.ldf"),
                            new ComponentId("crm"), files(bad, "/C/SQL Data/crm.mdf", "/C/SQL Data/crm_log.ldf"))),
                    MINUTE);
            assertThat(verdicts.get(new ComponentId("shop"))).isInstanceOf(Verdict.Sound.class);
            assertThat(verdicts.get(new ComponentId("crm"))).isInstanceOf(Verdict.Damaged.class);
            assertThat(backup.validate(new Image(Map.of()), MINUTE).values())
                    .allMatch(verdict -> verdict instanceof Verdict.Damaged); // nothing came with the image
        }
        assertThat(instance.log()).isEmpty(); // no session suspended anything
    }

    @Test
    void a_full_backup_is_refused_where_another_product_owns_the_base() throws Exception {
        instance.bases.put("shop", Optional.of("Another Backup"));
        SqlServerWriter writer = writer(host());
        writer.identify(request());
        try (Participant backup = writer.join(new OneCycle(BackupType.FULL, "shop"))) {
            assertThatThrownBy(() -> backup.prepare(MINUTE))
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.foreign-base"));
        }
    }

    @Test
    void a_database_that_moved_since_the_plan_is_refused() throws Exception {
        SqlServerWriter writer = writer(host());
        writer.identify(request());
        offered.set(
                1,
                new NativeComponent(
                        offered.get(1).component(),
                        "",
                        List.of(set("/C/SQL Data", "shop.mdf"), set("/C/SQL Data", "*.ldf"))));
        try (Participant backup = writer.join(new OneCycle(BackupType.COPY, "shop"))) {
            assertThatThrownBy(() -> backup.prepare(MINUTE))
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.layout-changed"));
        }
    }

    @Test
    void a_restore_attaches_the_files_under_their_windows_names() throws Exception {
        Map<String, String> facts = identify(Map.of()).get(0).facts();
        SourcePath target = SourcePath.of(folder.toRealPath().toString());
        for (String file : List.of("C/SQL Data/shop.mdf", "C/SQL Data/shop_log.ldf")) {
            Path path = folder.toRealPath().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "");
        }
        RestoreRequest request = new RestoreRequest(
                List.of(new RestoreRequest.RestoredComponent(
                        new ComponentId("shop"), List.of(), Grain.ATOMIC, new HashMap<>(facts))),
                target,
                false);
        Restorer.RestoreReport report =
                new SqlServerWriterFactory().restorer(request, host()).after(MINUTE);
        assertThat(report.nextSteps()).anyMatch(step -> step.contains("no log backups can follow"));
        String script = Files.readString(folder.toRealPath().resolve("C/SQL Data/shop.mdf.restore.sql"));
        assertThat(script).contains("FOR ATTACH").doesNotContain("METADATA_ONLY");
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\a b\\ä.mdf, /C/a b/ä.mdf",
        "d:\\x.ldf, /D/x.ldf",
        "\\\\server\\share\\x.mdf, /UNC/server/share/x.mdf"
    })
    void a_path_of_windows_comes_back_as_it_was(String windows, String path) {
        assertThat(PathText.fromWindows(windows)).isEqualTo(SourcePath.of(path));
        assertThat(PathText.onWindows(SourcePath.of(path))).isEqualToIgnoringCase(windows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x.mdf", "C:x.mdf", "/data/x.mdf", "\\\\?\\Volume{1}\\x.mdf", "C:\\..\\x.mdf"})
    void what_is_no_full_path_of_windows_is_not_taken_for_one(String text) {
        assertThatThrownBy(() -> PathText.fromWindows(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private void runs(int major) {
        instance.instance = new Instance(INSTANCE, major, major + ".0.1", "Standard", "Windows", "", "C:\\Backup");
    }

    private static Database database(int id, String name) {
        return database(
                id,
                name,
                List.of(
                        new DatabaseFile(1, DatabaseFile.Kind.ROWS, name, "C:\\SQL Data\\" + name + ".mdf", true),
                        new DatabaseFile(
                                2, DatabaseFile.Kind.LOG, name + "_log", "c:\\SQL Data\\" + name + "_log.ldf", true)));
    }

    private static Database database(int id, String name, List<DatabaseFile> files) {
        return new Database(id, name, "ONLINE", "FULL", "CHECKSUM", 0, "", files);
    }

    private static NativeComponent component(String path, String name, String... files) {
        return new NativeComponent(
                new Quiesce.Native(VssOffer.WRITER, path, name),
                "",
                Stream.of(files).map(file -> set("/C/SQL Data", file)).toList());
    }

    private static FileSet set(String root, String pattern) {
        return new FileSet(SourcePath.of(root), List.of(pattern), List.of(), Set.of(Grain.ATOMIC), OptionalInt.empty());
    }

    private OneHost host() {
        return new OneHost(Optional.of(offered));
    }

    private static IdentifyRequest request() {
        return new IdentifyRequest(BackupType.COPY, MINUTE);
    }

    private List<Component> identify(Map<String, Object> settings) throws WriterException {
        return writer(host(), settings).identify(request()).components();
    }

    private WriterException refused(Map<String, Object> settings) {
        return refusedOn(host(), settings);
    }

    private WriterException refusedOn(OneHost host, Map<String, Object> settings) {
        return catchThrowableOfType(
                WriterException.class, () -> writer(host, settings).identify(request()));
    }

    private SqlServerWriter writer(OneHost host) throws WriterException {
        return writer(host, Map.of());
    }

    private SqlServerWriter writer(OneHost host, Map<String, Object> settings) throws WriterException {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("url", "jdbc:sqlserver://localhost");
        return new SqlServerWriter(ServerSettings.of(new Settings(all)), host, instance, instance, () -> {});
    }

    private static List<ImageFile> files(SyntheticDatabase database, String data, String log) {
        List<SparseFile> files = database.sparseFiles();
        return List.of(new Renamed(SourcePath.of(data), files.get(0)), new Renamed(SourcePath.of(log), files.get(1)));
    }

    private record Renamed(SourcePath path, SparseFile file) implements ImageFile {
        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            return file.read(buffer, at);
        }
    }

    private record Image(Map<ComponentId, List<ImageFile>> all) implements BackupImage {
        @Override
        public Stream<ImageFile> files(ComponentId component) {
            return all.getOrDefault(component, List.of()).stream();
        }

        @Override
        public Optional<ImageFile> file(SourcePath path) {
            return all.values().stream()
                    .flatMap(List::stream)
                    .filter(file -> file.path().equals(path))
                    .findFirst();
        }
    }

    /** Of a login that may look and nothing else. */
    private static final class NoRights implements Rights {
        @Override
        public String login() {
            return "[backup]";
        }

        @Override
        public boolean onServer(String permission) {
            return permission.startsWith("VIEW ");
        }

        @Override
        public boolean onDatabase(String database, String permission) {
            return false;
        }

        @Override
        public boolean readsHistory() {
            return true;
        }
    }
}
