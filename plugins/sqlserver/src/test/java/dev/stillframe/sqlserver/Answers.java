// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.DatabaseFile;
import dev.stillframe.sqlserver.database.Instance;
import dev.stillframe.sqlserver.tds.TdsServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that answer a question about an instance.
 *
 * @param numbers the columns among them that hold numbers
 */
record Answers(List<String> columns, List<String> numbers, List<Map<String, Object>> rows) {
    static final List<String> STATUS = List.of(
            "session_id",
            "db_name",
            "suspend_session_id",
            "suspend_time_ms",
            "is_diff_map_cleared",
            "is_write_io_frozen");
    static final List<String> STATUS_NUMBERS =
            STATUS.stream().filter(name -> !name.equals("db_name")).toList();

    void give(TdsServer.Reply reply) {
        reply.rows(columns, numbers, rows);
    }

    static Answers to(String query, FakeInstance of) {
        if (query.contains("SERVERPROPERTY('ServerName')")) {
            return instance(of.instance());
        }
        if (query.contains("sys.master_files")) {
            return files(of.databases());
        }
        if (query.contains("FROM sys.databases d")) {
            return databases(of.databases());
        }
        if (query.contains("FROM msdb.dbo.backupset")) {
            return new Answers(List.of("origin"), List.of(), List.of());
        }
        return new Answers(List.of("one"), List.of("one"), List.of(Map.of("one", 1)));
    }

    private static Answers instance(Instance instance) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", instance.name());
        row.put("major", instance.major());
        row.put("version", instance.version());
        row.put("edition", instance.edition());
        row.put("backup_folder", instance.backupFolder());
        row.put("platform", instance.platform());
        row.put("started", instance.started());
        return of(List.of("major"), List.of(row));
    }

    private static Answers databases(List<Database> databases) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Database each : databases) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("database_id", each.id());
            row.put("name", each.name());
            row.put("state_desc", each.state());
            row.put("recovery_model_desc", each.recoveryModel());
            row.put("page_verify_option_desc", each.pageVerify());
            row.put("encryption", each.encryption());
            row.put("replica", each.replica());
            rows.add(row);
        }
        return of(List.of("database_id", "encryption"), rows);
    }

    private static Answers files(List<Database> databases) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Database database : databases) {
            for (DatabaseFile each : database.files()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("database_id", database.id());
                row.put("file_id", each.id());
                row.put("type", each.kind() == DatabaseFile.Kind.LOG ? 1 : 0);
                row.put("name", each.name());
                row.put("physical_name", each.path());
                row.put("state", 0);
                rows.add(row);
            }
        }
        return of(List.of("database_id", "file_id", "type", "state"), rows);
    }

    private static Answers of(List<String> numbers, List<Map<String, Object>> rows) {
        return new Answers(List.copyOf(rows.get(0).keySet()), numbers, rows);
    }
}
