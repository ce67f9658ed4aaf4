// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.Release;
import dev.stillframe.postgres.server.ServerState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A cluster on disk. No path of a folder contains a symbolic link.
 *
 * @param data the data directory
 * @param wal the folder of the WAL segments: {@code pg_wal} of the data directory, or what that points at
 * @param tablespaces what {@code pg_tblspc/OID} points at, by OID
 * @param outside the configuration files that do not lie in the data directory
 * @param server what the server said when it was found
 */
public record Cluster(
        Release release,
        PgControl control,
        Path data,
        Path wal,
        Map<Long, Path> tablespaces,
        List<OutsideFile> outside,
        ServerState server) {
    public Cluster {
        tablespaces = Map.copyOf(tablespaces);
        outside = List.copyOf(outside);
    }

    /** The one file that every cluster has. */
    public static Path controlFile(Path data) {
        return data.resolve("global/pg_control");
    }

    /** The folder of this cluster in each tablespace, for example {@code PG_18_202506291}. */
    public String tablespaceFolder() {
        return control.tablespaceFolder(release);
    }

    /** Whether WAL lies somewhere else than in the data directory. */
    public boolean walElsewhere() {
        return !wal.equals(data.resolve("pg_wal"));
    }

    /**
     * A configuration file that the backup has to add.
     *
     * @param named the path that leads to it: where a restore must put it
     * @param real the same without symbolic links
     */
    public record OutsideFile(Path named, Path real) {}
}
