// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static dev.stillframe.sqlserver.OneCycle.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Grain;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.server.Server;
import dev.stillframe.sqlserver.server.ServerSettings;
import dev.stillframe.sqlserver.server.Session;
import dev.stillframe.sqlserver.tds.TdsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that a restore leaves, sent by Microsoft's driver and executed by an instance that knows the Transact-SQL in
 * it and checks every name, path and file. The names hold whatever has to be quoted.
 */
@Timeout(60)
class RestoreScriptTest {
    private static final String NAME = "o'shop] -- $(x)";

    @TempDir
    Path folder;

    private final Map<String, String> facts = new HashMap<>();
    private FakeInstance instance;
    private TdsServer wire;
    private Server server;
    private Path target;

    @BeforeEach
    void files_are_back() throws Exception {
        target = folder.toRealPath().resolve("it's restored");
        facts.putAll(Map.of(
                "database", NAME,
                "file.1.name", "the 'data'",
                "file.1.path", "/data/shop.mdf",
                "file.2.name", "log]",
                "file.2.path", "/log/shop.ldf",
                "metadata", "/data/shop.mdf.bkm"));
        for (String file : List.of("data/shop.mdf", "log/shop.ldf")) {
            Files.createDirectories(target.resolve(file).getParent());
            Files.writeString(target.resolve(file), "");
        }
        Files.writeString(target.resolve("data/shop.mdf.bkm"), "metadata of [crm], [o'shop]] -- $(x)]");
        instance = new FakeInstance(folder);
        wire = new TdsServer(new InstanceOnTheWire(instance));
        server = new Server(ServerSettings.of(new Settings(Map.of("url", wire.url(), "user", "operator"))));
    }

    @AfterEach
    void nobody_listens() throws Exception {
        server.close();
        wire.close();
    }

    @Test
    void makes_a_database_of_the_files_where_they_are_now() throws Exception {
        execute(script(false));
        Database restored = only();
        assertThat(restored.name()).isEqualTo(NAME + "_restored");
        assertThat(restored.state()).isEqualTo("ONLINE");
        assertThat(restored.files())
                .extracting(file -> file.name() + " at " + file.path())
                .containsExactly("the 'data' at " + target + "/data/shop.mdf", "log] at " + target + "/log/shop.ldf");
    }

    @Test
    void leaves_it_open_for_log_backups_if_that_is_wanted() throws Exception {
        execute(script(false).replace("@norecovery bit = 0", "@norecovery bit = 1"));
        assertThat(only().state()).isEqualTo("RESTORING");
    }

    @Test
    void takes_another_name_if_one_is_written_into_it() throws Exception {
        String script = script(false);
        String line = script.lines()
                .filter(each -> each.contains("@database sysname"))
                .findFirst()
                .orElseThrow();
        execute(script.replace(line, "DECLARE @database sysname = N'test';"));
        assertThat(only().name()).isEqualTo("test");
    }

    @Test
    void refuses_to_touch_a_database_that_exists_unless_it_is_told_to_replace_it() throws Exception {
        instance.database(NAME);
        String script = script(true);
        assertThatThrownBy(() -> execute(script))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(51000));
        assertThat(only().files().get(0).path()).doesNotContain("restored");
        execute(script.replace("@replace bit = 0", "@replace bit = 1"));
        assertThat(only().files().get(0).path()).contains("restored");
    }

    @Test
    void without_metadata_attaches_the_files_and_replaces_nothing() throws Exception {
        facts.remove("metadata");
        String script = script(false);
        assertThatThrownBy(() -> execute(script.replace("@replace bit = 0", "@replace bit = 1")))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(51001));
        assertThatThrownBy(() -> execute(script.replace("@norecovery bit = 0", "@norecovery bit = 1")))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(51001));
        execute(script);
        assertThat(only().files()).hasSize(2);
        assertThatThrownBy(() -> execute(script))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(51000));
    }

    @Test
    void of_another_backups_metadata_nothing_is_made() throws Exception {
        Files.writeString(target.resolve("data/shop.mdf.bkm"), "metadata of [crm]");
        assertThatThrownBy(() -> execute(script(false))).isInstanceOf(SQLException.class);
        assertThat(instance.databases).isEmpty();
    }

    private Database only() {
        assertThat(instance.databases).hasSize(1);
        return instance.databases.get(0);
    }

    private void execute(String script) throws Exception {
        try (Session session = server.open("execute a script")) {
            session.run(script, Duration.ofSeconds(20));
        }
    }

    private String script(boolean inPlace) throws Exception {
        RestoredComponent component = new RestoredComponent(new ComponentId("shop"), List.of(), Grain.ATOMIC, facts);
        RestoreRequest request = new RestoreRequest(List.of(component), SourcePath.of(target.toString()), inPlace);
        new SqlServerWriterFactory().restorer(request, OneHost.LINUX).after(MINUTE);
        return Files.readString(target.resolve("data/shop.mdf.restore.sql"));
    }
}
