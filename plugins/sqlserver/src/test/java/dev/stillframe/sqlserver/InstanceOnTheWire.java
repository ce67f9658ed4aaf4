// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.DatabaseFile;
import dev.stillframe.sqlserver.server.Session;
import dev.stillframe.sqlserver.tds.TdsServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The instance in memory behind a port: each connection is a session of it. Any thread. */
final class InstanceOnTheWire implements TdsServer.Script {
    private static final List<String> STATUS = List.of(
            "session_id",
            "db_name",
            "suspend_session_id",
            "suspend_time_ms",
            "is_diff_map_cleared",
            "is_write_io_frozen");
    private static final List<String> NUMBERS =
            STATUS.stream().filter(name -> !name.equals("db_name")).toList();

    private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
    private final FakeInstance instance;

    InstanceOnTheWire(FakeInstance instance) {
        this.instance = instance;
    }

    @Override
    public void batch(int id, String batch, TdsServer.Reply reply) throws TdsServer.Hangs, TdsServer.Drops {
        Session session = sessions.computeIfAbsent(id, instance::session);
        try {
            if (batch.startsWith("SELECT @@SPID")) {
                reply.rows(STATUS, NUMBERS, session.rows(batch, Duration.ZERO));
            } else if (batch.startsWith("ALTER") || batch.startsWith("BACKUP")) {
                reply.counted(1).info(3197, "I/O is frozen on database shop"); // what an instance says meanwhile
                session.run(batch, Duration.ZERO);
                reply.counted(2).ended();
            } else if (batch.startsWith("-- Makes the database")) {
                new RestoreBatch(instance).run(batch);
                reply.ended();
            } else if (!asked(batch, reply)) {
                reply.ended(); // the driver's own settings
            }
        } catch (SQLException e) {
            if (FakeInstance.breaks(e)) {
                throw new TdsServer.Drops();
            }
            reply.error(e.getErrorCode(), e.getMessage());
        } catch (FakeInstance.Hanging e) {
            throw new TdsServer.Hangs();
        }
    }

    @Override
    public void ended(int id) {
        Session session = sessions.remove(id);
        if (session != null) {
            session.close();
        }
    }

    /** The questions about what there is. */
    private boolean asked(String sql, TdsServer.Reply reply) {
        if (sql.contains("SERVERPROPERTY")) {
            answer(reply, List.of("major"), List.of(instanceRow()));
        } else if (sql.contains("sys.master_files")) {
            answer(reply, List.of("database_id", "file_id", "type", "state"), files());
        } else if (sql.contains("msdb.dbo.backupset")) {
            reply.rows(List.of("origin"), List.of(), List.of());
        } else if (sql.contains("sys.databases")) {
            answer(
                    reply,
                    List.of("database_id", "encryption"),
                    instance.databases().stream().map(InstanceOnTheWire::row).toList());
        } else {
            return false;
        }
        return true;
    }

    private static void answer(TdsServer.Reply reply, List<String> numbers, List<Map<String, Object>> rows) {
        reply.rows(rows.get(0).keySet().stream().sorted().toList(), numbers, rows);
    }

    private Map<String, Object> instanceRow() {
        return Map.of(
                "name", instance.instance.name(),
                "major", instance.instance.major(),
                "version", instance.instance.version(),
                "edition", instance.instance.edition(),
                "platform", instance.instance.platform(),
                "started", instance.instance.started(),
                "backup_folder", instance.instance.backupFolder());
    }

    private static Map<String, Object> row(Database database) {
        return Map.of(
                "database_id", database.id(),
                "name", database.name(),
                "state_desc", database.state(),
                "recovery_model_desc", database.recoveryModel(),
                "page_verify_option_desc", database.pageVerify(),
                "encryption", database.encryption(),
                "replica", database.replica());
    }

    private List<Map<String, Object>> files() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Database database : instance.databases()) {
            for (DatabaseFile file : database.files()) {
                rows.add(Map.of(
                        "database_id", database.id(),
                        "file_id", file.id(),
                        "type", type(file.kind()),
                        "name", file.name(),
                        "physical_name", file.path(),
                        "state", 0));
            }
        }
        return rows;
    }

    private static int type(DatabaseFile.Kind kind) {
        return switch (kind) {
            case ROWS -> 0;
            case LOG -> 1;
            case CONTAINER -> 2;
            case FULL_TEXT -> 4;
        };
    }
}
