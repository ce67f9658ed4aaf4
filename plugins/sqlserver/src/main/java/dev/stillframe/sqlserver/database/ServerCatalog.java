// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.server.Server;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Asks a server, of version 2012 and later. The views and properties: Microsoft's "System catalog views" and
 * "SERVERPROPERTY"; of those that came later (the platform, the number of the version alone) none is used.
 */
public record ServerCatalog(Server server) implements Catalog {
    private static final String INSTANCE = """
            SELECT CAST(COALESCE(SERVERPROPERTY('ServerName'), '') AS nvarchar(256)) AS name,
                   CAST(PARSENAME(CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), 4) AS int) AS major,
                   CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,
                   CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition,
                   CAST(COALESCE(SERVERPROPERTY('InstanceDefaultBackupPath'), '') AS nvarchar(512)) AS backup_folder,
                   CASE WHEN @@VERSION LIKE N'% on Linux%' THEN N'Linux' ELSE N'Windows' END AS platform,
                   (SELECT CONVERT(nvarchar(30), create_date, 126) FROM sys.databases WHERE name = N'tempdb') AS started
            """;

    private static final String DATABASES = """
            SELECT d.database_id, d.name, d.state_desc, d.recovery_model_desc, d.page_verify_option_desc,
                   COALESCE(k.encryption_state, 0) AS encryption,
                   COALESCE(r.role_desc, N'') AS replica
              FROM sys.databases d
              LEFT JOIN sys.dm_database_encryption_keys k ON k.database_id = d.database_id
              LEFT JOIN sys.dm_hadr_availability_replica_states r ON r.replica_id = d.replica_id AND r.is_local = 1
             WHERE d.source_database_id IS NULL
             ORDER BY d.name
            """;

    private static final String FILES = """
            SELECT database_id, file_id, type, name, physical_name, state
              FROM sys.master_files
             ORDER BY database_id, file_id
            """;

    /** What clears the differential map: full backups that are not copies. Snapshot backups are among them. */
    private static final String BASE = """
            SELECT TOP 1 COALESCE(m.description, s.user_name, N'unknown') AS origin
              FROM msdb.dbo.backupset s
              JOIN msdb.dbo.backupmediaset m ON m.media_set_id = s.media_set_id
             WHERE s.database_name = :database AND s.type = 'D' AND s.is_copy_only = 0
             ORDER BY s.backup_finish_date DESC
            """;

    @Override
    public Instance instance() throws WriterException {
        return server.query(
                "ask " + server.settings().url() + " what it is",
                handle -> handle.createQuery(INSTANCE)
                        .map((row, context) -> new Instance(
                                row.getString("name"),
                                row.getInt("major"),
                                row.getString("version"),
                                row.getString("edition"),
                                row.getString("platform"),
                                row.getString("started"),
                                row.getString("backup_folder")))
                        .one());
    }

    @Override
    public List<Database> databases() throws WriterException {
        return server.query("ask " + server.settings().url() + " for its databases", handle -> {
            Map<Integer, List<DatabaseFile>> files = files(handle);
            return handle.createQuery(DATABASES)
                    .map((row, context) -> database(row, files))
                    .list();
        });
    }

    @Override
    public Optional<String> differentialBase(String database) throws WriterException {
        return server.query(
                "ask msdb for the backups of " + database,
                handle -> handle.createQuery(BASE)
                        .bind("database", database)
                        .mapTo(String.class)
                        .findOne());
    }

    private static Map<Integer, List<DatabaseFile>> files(Handle handle) {
        return handle
                .createQuery(FILES)
                .map((row, context) -> Map.entry(row.getInt("database_id"), file(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static DatabaseFile file(ResultSet row) throws SQLException {
        return new DatabaseFile(
                row.getInt("file_id"),
                DatabaseFile.Kind.of(row.getInt("type")),
                row.getString("name"),
                row.getString("physical_name"),
                row.getInt("state") == 0);
    }

    private static Database database(ResultSet row, Map<Integer, List<DatabaseFile>> files) throws SQLException {
        int id = row.getInt("database_id");
        return new Database(
                id,
                row.getString("name"),
                row.getString("state_desc"),
                row.getString("recovery_model_desc"),
                row.getString("page_verify_option_desc"),
                row.getInt("encryption"),
                row.getString("replica"),
                files.getOrDefault(id, List.of()));
    }
}
