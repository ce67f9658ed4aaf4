// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.DatabaseFile;
import dev.stillframe.sqlserver.database.Instance;
import dev.stillframe.sqlserver.database.ServerCatalog;
import dev.stillframe.sqlserver.doctor.ServerRights;
import dev.stillframe.sqlserver.server.Server;
import dev.stillframe.sqlserver.server.ServerSettings;
import dev.stillframe.sqlserver.tds.TdsServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pool, Jdbi and Microsoft's driver over a real socket: how rows become values. That a real server takes the queries was
 * not proved.
 */
@Timeout(60)
class CatalogTest {
    private final Map<String, Boolean> rights = new HashMap<>();
    private int error;
    private TdsServer wire;
    private Server server;

    @BeforeEach
    void an_instance_on_a_port() throws Exception {
        wire = new TdsServer(new Answers());
        server = new Server(ServerSettings.of(new Settings(Map.of("url", wire.url(), "user", "backup"))));
    }

    @AfterEach
    void nobody_listens() throws Exception {
        server.close();
        wire.close();
    }

    @Test
    void an_instance_says_what_it_is() throws Exception {
        assertThat(new ServerCatalog(server).instance())
                .isEqualTo(new Instance("SHOP", 16, "16.0.1", "Developer", "Linux", "2026-11-23T00:00:00", "/backup"));
    }

    @Test
    void databases_come_with_their_files() throws Exception {
        List<Database> databases = new ServerCatalog(server).databases();
        assertThat(databases).extracting(Database::name).containsExactly("master", "shop");
        Database shop = databases.get(1);
        assertThat(shop.system()).isFalse();
        assertThat(shop.encrypted()).isTrue();
        assertThat(shop.secondary()).isFalse();
        assertThat(shop.files())
                .containsExactly(
                        new DatabaseFile(1, DatabaseFile.Kind.ROWS, "shop", "/data/shop.mdf", true),
                        new DatabaseFile(2, DatabaseFile.Kind.LOG, "shop_log", "/log/shop.ldf", true),
                        new DatabaseFile(65537, DatabaseFile.Kind.CONTAINER, "docs", "/data/docs", false));
        assertThat(databases.get(0).files()).isEmpty();
    }

    @Test
    void the_history_says_whose_the_differential_base_is() throws Exception {
        assertThat(new ServerCatalog(server).differentialBase("shop")).contains("Another Backup");
    }

    @Test
    void rights_are_asked_one_by_one() throws Exception {
        rights.put("N'VIEW SERVER STATE'", true);
        rights.put("N'[shop]', N'DATABASE', N'ALTER'", true);
        ServerRights asked = new ServerRights(server);
        assertThat(asked.login()).isEqualTo("[backup]");
        assertThat(asked.onServer("VIEW SERVER STATE")).isTrue();
        assertThat(asked.onServer("ALTER SETTINGS")).isFalse();
        assertThat(asked.onDatabase("shop", "ALTER")).isTrue();
        assertThat(asked.onDatabase("shop", "BACKUP DATABASE")).isFalse();
        assertThat(asked.readsHistory()).isFalse();
    }

    @Test
    void a_right_that_is_missing_is_said_to_be_missing() {
        error = 300;
        assertThatThrownBy(() -> new ServerCatalog(server).databases())
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.rights"))
                .hasMessageContaining("for its databases");
    }

    private final class Answers implements TdsServer.Script {
        @Override
        public void batch(int session, String sql, TdsServer.Reply reply) {
            if (error != 0 && sql.contains("sys.")) {
                reply.error(error, "VIEW SERVER STATE permission was denied");
            } else if (sql.contains("HAS_PERMS_BY_NAME")) {
                boolean holds = rights.keySet().stream().anyMatch(sql::contains);
                reply.rows(List.of("x"), List.of("x"), List.of(Map.of("x", holds)));
            } else if (sql.contains("SUSER_SNAME")) {
                reply.rows(List.of("x"), List.of(), List.of(Map.of("x", "[backup]")));
            } else if (sql.contains("SERVERPROPERTY")) {
                rows(reply, List.of("major"), List.of(instance()));
            } else if (sql.contains("sys.master_files")) {
                rows(
                        reply,
                        List.of("database_id", "file_id", "type", "state"),
                        List.of(
                                file(5, 1, 0, "shop", "/data/shop.mdf", 0),
                                file(5, 2, 1, "shop_log", "/log/shop.ldf", 0),
                                file(5, 65537, 2, "docs", "/data/docs", 6)));
            } else if (sql.contains("msdb.dbo.backupset")) {
                reply.rows(List.of("origin"), List.of(), List.of(Map.of("origin", "Another Backup")));
            } else if (sql.contains("sys.databases")) {
                rows(
                        reply,
                        List.of("database_id", "encryption"),
                        List.of(database(1, "master", 0), database(5, "shop", 3)));
            } else if (sql.startsWith("SELECT 1")) {
                reply.rows(List.of("x"), List.of("x"), List.of(Map.of("x", 1)));
            } else {
                reply.ended(); // the settings of a connection
            }
        }

        @Override
        public void ended(int session) {}

        private void rows(TdsServer.Reply reply, List<String> numbers, List<Map<String, Object>> rows) {
            reply.rows(rows.get(0).keySet().stream().sorted().toList(), numbers, rows);
        }

        private Map<String, Object> instance() {
            return Map.of(
                    "name", "SHOP",
                    "major", 16,
                    "version", "16.0.1",
                    "edition", "Developer",
                    "platform", "Linux",
                    "started", "2026-11-23T00:00:00",
                    "backup_folder", "/backup");
        }

        private Map<String, Object> database(int id, String name, int encryption) {
            return Map.of(
                    "database_id", id,
                    "name", name,
                    "state_desc", "ONLINE",
                    "recovery_model_desc", "FULL",
                    "page_verify_option_desc", "CHECKSUM",
                    "encryption", encryption,
                    "replica", "PRIMARY");
        }

        private Map<String, Object> file(int database, int id, int type, String name, String path, int state) {
            return Map.of(
                    "database_id", database,
                    "file_id", id,
                    "type", type,
                    "name", name,
                    "physical_name", path,
                    "state", state);
        }
    }
}
