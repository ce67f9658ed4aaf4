// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.server;

import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.Lsn;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * What a running server says about itself.
 *
 * @param versionNumber for example 180006
 * @param backend the process that answered
 * @param started when the postmaster did
 * @param systemIdentifier as a signed 64-bit number
 * @param checkpoint the last one's position, as {@code pg_control_checkpoint()} read it from the server's pg_control
 * @param tablespaces the locations by OID, as the server writes them; without the two built-in ones and those that lie
 *     in the data directory
 */
public record ServerState(
        int versionNumber,
        String version,
        boolean standby,
        String walLevel,
        long backend,
        Instant started,
        int port,
        String dataDirectory,
        String configFile,
        String hbaFile,
        String identFile,
        String archiveMode,
        boolean checksums,
        long systemIdentifier,
        int catalogVersion,
        Lsn checkpoint,
        Map<Long, String> tablespaces) {
    public static final int OLDEST = 13;
    public static final int NEWEST = 18;

    /** Asks for the OIDs and locations of the tablespaces that lie outside the data directory. */
    public static final String TABLESPACES = "select oid, pg_tablespace_location(oid) as location from pg_tablespace"
            + " where pg_tablespace_location(oid) like '/%'";

    public ServerState {
        tablespaces = Map.copyOf(tablespaces);
    }

    public int major() {
        return versionNumber / 10_000;
    }

    /** Asks a server. */
    public static ServerState of(Server server) throws WriterException {
        return server.query("ask " + server.settings().url() + " what it is", ServerState::ask);
    }

    private static ServerState ask(Handle handle) {
        Map<Long, String> tablespaces = new TreeMap<>();
        handle.createQuery(TABLESPACES)
                .map((row, context) -> Map.entry(row.getLong("oid"), row.getString("location")))
                .forEach(tablespace -> tablespaces.put(tablespace.getKey(), tablespace.getValue()));
        return handle.createQuery("""
                        select current_setting('server_version_num')::int as number,
                               current_setting('server_version') as version,
                               pg_is_in_recovery() as standby,
                               current_setting('wal_level') as wal_level,
                               pg_backend_pid() as backend,
                               pg_postmaster_start_time() as started,
                               current_setting('port')::int as port,
                               current_setting('data_directory') as data_directory,
                               current_setting('config_file') as config_file,
                               current_setting('hba_file') as hba_file,
                               current_setting('ident_file') as ident_file,
                               current_setting('archive_mode') as archive_mode,
                               current_setting('data_checksums')::bool as checksums,
                               s.system_identifier, s.catalog_version_no, c.checkpoint_lsn::text
                        from pg_control_system() s, pg_control_checkpoint() c
                        """)
                .map((row, context) -> new ServerState(
                        row.getInt("number"),
                        row.getString("version").split(" ", 2)[0],
                        row.getBoolean("standby"),
                        row.getString("wal_level"),
                        row.getLong("backend"),
                        row.getObject("started", OffsetDateTime.class).toInstant(),
                        row.getInt("port"),
                        row.getString("data_directory"),
                        row.getString("config_file"),
                        row.getString("hba_file"),
                        row.getString("ident_file"),
                        row.getString("archive_mode"),
                        row.getBoolean("checksums"),
                        row.getLong("system_identifier"),
                        row.getInt("catalog_version_no"),
                        Lsn.parse(row.getString("checkpoint_lsn")),
                        tablespaces))
                .one();
    }
}
