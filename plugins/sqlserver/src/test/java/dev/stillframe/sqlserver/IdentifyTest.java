// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static dev.stillframe.sqlserver.OneCycle.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.DatabaseFile;
import dev.stillframe.sqlserver.database.Instance;
import dev.stillframe.sqlserver.server.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup takes, and what is refused. The instance is our own. */
class IdentifyTest {
    @TempDir
    Path folder;

    private FakeInstance instance;

    @BeforeEach
    void an_instance() throws Exception {
        instance = new FakeInstance(folder.toRealPath());
        instance.database("shop");
    }

    @Test
    void each_database_is_a_component_that_is_held_with_all_its_files() throws Exception {
        Component shop = identify(Map.of()).components().get(0);
        assertThat(shop.id().value()).isEqualTo("shop");
        assertThat(shop.quiesce()).isEqualTo(new Quiesce.Hold(Quiesce.Still.WRITES, Quiesce.Tier.BACK_END));
        assertThat(shop.files())
                .extracting(FileSet::root)
                .containsExactly(
                        SourcePath.of(folder.toRealPath() + "/5.mdf"),
                        SourcePath.of(folder.toRealPath() + "/5_log.ldf"));
        assertThat(shop.files().get(0).pageSize()).hasValue(8192);
        assertThat(shop.facts())
                .containsEntry("database", "shop")
                .containsEntry("recovery-model", "FULL")
                .containsEntry("file.2.name", "shop_log");
    }

    @Test
    void containers_of_filestream_and_memory_optimised_tables_belong_to_it() throws Exception {
        Path container = Files.createDirectory(folder.toRealPath().resolve("fs"));
        Database shop = instance.databases.get(0);
        List<DatabaseFile> files = new ArrayList<>(shop.files());
        files.add(new DatabaseFile(3, DatabaseFile.Kind.CONTAINER, "fs", container.toString(), true));
        instance.databases.set(0, like(shop, "ONLINE", "CHECKSUM", 0, "", files));
        assertThat(identify(Map.of()).components().get(0).files())
                .extracting(FileSet::root)
                .contains(SourcePath.of(container.toString()));
    }

    @Test
    void a_link_on_the_way_to_a_file_is_resolved() throws Exception {
        Path link = Files.createSymbolicLink(
                folder.resolve("link.mdf"), folder.toRealPath().resolve("5.mdf"));
        Database shop = instance.databases.get(0);
        DatabaseFile linked = new DatabaseFile(1, DatabaseFile.Kind.ROWS, "shop", link.toString(), true);
        instance.databases.set(0, like(shop, "ONLINE", "CHECKSUM", 0, "", List.of(linked)));
        assertThat(identify(Map.of()).components().get(0).files().get(0).root())
                .isEqualTo(SourcePath.of(folder.toRealPath() + "/5.mdf"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my shop", "läden", "a/b", ".hidden", "a]b", "..."})
    void a_name_that_no_component_can_have_gets_one_of_its_own(String name) throws Exception {
        instance.database(name);
        instance.database(name.replaceAll("[^a-z]", "_"));
        assertThat(identify(Map.of()).components())
                .extracting(Component::id)
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void system_databases_are_left_out_and_that_is_said() throws Exception {
        instance.databases.add(0, new Database(1, "master", "ONLINE", "SIMPLE", "CHECKSUM", 0, "", List.of()));
        Inventory inventory = identify(Map.of());
        assertThat(inventory.components()).hasSize(1);
        assertThat(inventory.notices()).extracting(Notice::code).contains("sqlserver.system-databases");
        refused(Map.of("databases", List.of("master")), "sqlserver.system-database");
    }

    @Test
    void excluded_databases_are_left_out() throws Exception {
        instance.database("scratch");
        assertThat(identify(Map.of("exclude", List.of("scratch"))).components()).hasSize(1);
        refused(Map.of("exclude", List.of("scratch", "shop")), "sqlserver.no-databases");
    }

    @Test
    void a_database_that_does_not_exist_is_refused() throws Exception {
        refused(Map.of("databases", List.of("Shop")), "sqlserver.unknown-database");
    }

    @Test
    void what_cannot_be_backed_up_is_refused_and_not_silently_left_out() throws Exception {
        Database shop = instance.databases.get(0);
        instance.databases.set(0, like(shop, "RESTORING", "CHECKSUM", 0, "", shop.files()));
        refused(Map.of(), "sqlserver.not-online");
        instance.databases.set(0, like(shop, "ONLINE", "CHECKSUM", 0, "SECONDARY", shop.files()));
        refused(Map.of(), "sqlserver.secondary");
        DatabaseFile offline = new DatabaseFile(3, DatabaseFile.Kind.ROWS, "x", "/x.ndf", false);
        instance.databases.set(
                0, like(shop, "ONLINE", "CHECKSUM", 0, "", List.of(shop.files().get(0), offline)));
        refused(Map.of(), "sqlserver.file-not-online");
        DatabaseFile elsewhere = new DatabaseFile(3, DatabaseFile.Kind.ROWS, "x", "/nowhere/x.ndf", true);
        instance.databases.set(
                0, like(shop, "ONLINE", "CHECKSUM", 0, "", List.of(shop.files().get(0), elsewhere)));
        refused(Map.of(), "sqlserver.file-unseen");
    }

    @Test
    void older_versions_are_refused_with_what_to_do() throws Exception {
        instance.instance = new Instance("SHOP", 15, "15.0.4000", "", "Linux", "", "/b");
        refused(Map.of(), "sqlserver.version");
    }

    @Test
    void what_cannot_be_verified_is_said_beforehand() throws Exception {
        Database shop = instance.databases.get(0);
        instance.databases.set(0, like(shop, "ONLINE", "NONE", 0, "", shop.files()));
        assertThat(identify(Map.of()).notices()).extracting(Notice::code).contains("sqlserver.no-checksums");
        instance.databases.set(0, like(shop, "ONLINE", "CHECKSUM", 3, "PRIMARY", shop.files()));
        assertThat(identify(Map.of()).notices()).extracting(Notice::code).contains("sqlserver.encrypted");
    }

    @Test
    void many_databases_in_one_set_are_warned_of() throws Exception {
        for (int i = 0; i < 34; i++) {
            instance.database("d" + i);
        }
        assertThat(identify(Map.of()).notices()).extracting(Notice::code).contains("sqlserver.many-databases");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlserver://x;password=geheim", "jdbc:sqlserver://x; PWD = geheim"})
    void a_password_in_the_url_is_refused_and_not_repeated(String url) {
        assertThatThrownBy(() -> ServerSettings.of(new Settings(Map.of("url", url))))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.password-in-url"))
                .hasMessageNotContaining("geheim");
    }

    private static Database like(
            Database model, String state, String verify, int encryption, String replica, List<DatabaseFile> files) {
        return new Database(model.id(), model.name(), state, "FULL", verify, encryption, replica, files);
    }

    private void refused(Map<String, Object> settings, String code) {
        assertThatThrownBy(() -> identify(settings))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Inventory identify(Map<String, Object> settings) throws WriterException {
        Map<String, Object> all = new java.util.HashMap<>(settings);
        all.put("url", "jdbc:sqlserver://localhost");
        return new SqlServerWriter(ServerSettings.of(new Settings(all)), OneHost.LINUX, instance, instance, () -> {})
                .identify(new IdentifyRequest(BackupType.COPY, MINUTE));
    }
}
