// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.SourcePath;
import java.util.Map;

/**
 * Where a cluster's files lie on the server's system. No path contains a symbolic link.
 *
 * @param data the data directory
 * @param tablespaces what {@code pg_tblspc/OID} points at, by the tablespace's OID; without the two built-in ones
 * @param wal the folder of the WAL segments: {@code pg_wal} of the data directory, or what that points at
 */
public record ClusterPlace(SourcePath data, Map<Long, SourcePath> tablespaces, SourcePath wal) {
    public ClusterPlace {
        tablespaces = Map.copyOf(tablespaces);
    }
}
