// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.SourcePath;
import dev.stillframe.postgres.validate.ClusterPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which of a cluster's files are taken.
 *
 * <p>What is left out a server makes anew (PostgreSQL's manual, "Backing Up the Data Directory"; lists in {@code
 * basebackup.c}). A {@code backup_label} in the data directory is never ours: it is left from another backup, and would
 * mislead a recovery. WAL is read from the image only where all of it was taken at one instant; elsewhere it comes late,
 * once the stop point is known.
 */
public final class ClusterFiles {
    private static final Set<Grain> ATOMIC = Set.of(Grain.ATOMIC);
    private static final Set<Grain> PIECEMEAL = Set.of(Grain.PER_FILE, Grain.LIVE);
    private static final List<String> TEMPORARY = List.of("**/pgsql_tmp*");

    /** Folders of the data directory that the server empties when it starts. */
    public static final List<String> EMPTIED = List.of(
            "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

    private static final List<String> LEFT_OUT = Stream.of(
                    Stream.of("postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map"),
                    EMPTIED.stream().map(folder -> folder + "/*"),
                    TEMPORARY.stream())
            .flatMap(names -> names)
            .toList();

    private ClusterFiles() {}

    public static List<FileSet> of(Cluster cluster) {
        OptionalInt pages = OptionalInt.of(cluster.control().pageSize());
        SourcePath data = LocalPath.source(cluster.data());
        List<String> withoutWal = new ArrayList<>(LEFT_OUT);
        withoutWal.add("pg_wal/*");

        List<FileSet> files = new ArrayList<>();
        files.add(new FileSet(data, List.of(), LEFT_OUT, ATOMIC, pages));
        files.add(new FileSet(data, List.of(), withoutWal, PIECEMEAL, pages));
        if (cluster.walElsewhere()) {
            SourcePath wal = LocalPath.source(cluster.wal());
            files.add(new FileSet(wal, List.of(), List.of(), ATOMIC, OptionalInt.empty()));
            files.add(new FileSet(wal, List.of(), List.of("*"), PIECEMEAL, OptionalInt.empty())); // the folder itself
        }
        List<String> ours = List.of(cluster.tablespaceFolder());
        for (Path tablespace : cluster.tablespaces().values()) {
            files.add(new FileSet(LocalPath.source(tablespace), ours, TEMPORARY, Set.of(Grain.values()), pages));
        }
        return files;
    }

    /** Where they lie, for a validation. */
    public static ClusterPlace place(Cluster cluster) {
        Map<Long, SourcePath> tablespaces = new TreeMap<>();
        cluster.tablespaces().forEach((oid, folder) -> tablespaces.put(oid, LocalPath.source(folder)));
        return new ClusterPlace(LocalPath.source(cluster.data()), tablespaces, LocalPath.source(cluster.wal()));
    }
}
