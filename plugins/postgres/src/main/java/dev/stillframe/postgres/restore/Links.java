// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.restore;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The symbolic links of a restored data directory, which still point at the original's places: a server that starts with
 * them writes into the live tablespaces.
 */
final class Links {
    private static final Set<String> FOLDERS = Set.of("log", "pg_log", "pg_stat_tmp");

    private final RestoredCluster cluster;
    private final OwnedFiles files;
    private final Path data;
    private final List<String> changes = new ArrayList<>();

    Links(RestoredCluster cluster, OwnedFiles files) throws WriterException {
        this.cluster = cluster;
        this.files = files;
        this.data = cluster.data();
    }

    List<String> relink() throws WriterException, IOException {
        tablespaces();
        wal();
        others();
        return changes;
    }

    private void tablespaces() throws WriterException, IOException {
        Map<Long, Path> tablespaces = cluster.tablespaces();
        try (Stream<Path> entries = Files.list(data.resolve("pg_tblspc"))) {
            for (Path link : entries.filter(Files::isSymbolicLink).sorted().toList()) {
                Path restored = tablespaces.get(oid(link));
                if (restored == null || !Files.isDirectory(restored)) {
                    throw new WriterException(
                            "postgres.tablespace-missing",
                            "the tablespace of " + link + " was not restored",
                            Retry.DOES_NOT_HELP,
                            "");
                }
                files.link(link, restored);
                changes.add("tablespace " + link.getFileName() + " lies in " + restored);
            }
        }
        Path map = data.resolve("tablespace_map");
        if (Files.isRegularFile(map, LinkOption.NOFOLLOW_LINKS)) {
            List<String> lines = new ArrayList<>();
            tablespaces.forEach((oid, path) -> lines.add(oid + " " + escaped(path)));
            lines.add("");
            files.write(map, lines);
        }
    }

    private void wal() throws WriterException, IOException {
        Path link = data.resolve("pg_wal");
        if (Files.isSymbolicLink(link)) {
            files.link(link, cluster.wal());
            changes.add("pg_wal lies in " + cluster.wal());
        }
    }

    private void others() throws WriterException, IOException {
        try (Stream<Path> entries = Files.list(data)) {
            for (Path link : entries.filter(Files::isSymbolicLink).sorted().toList()) {
                Path original = cluster.originalData()
                        .resolve(Files.readSymbolicLink(link))
                        .normalize();
                String name = String.valueOf(link.getFileName());
                if (name.equals("pg_wal") || original.startsWith(cluster.originalData())) {
                    continue;
                }
                Path restored = cluster.moved(original);
                if (Files.exists(restored, LinkOption.NOFOLLOW_LINKS)) {
                    files.link(link, restored);
                    changes.add(name + " lies in " + restored);
                    continue;
                }
                Files.delete(link);
                if (FOLDERS.contains(name)) {
                    files.folder(link);
                }
                changes.add(name + " is no link to " + original + " any more");
            }
        }
    }

    private static long oid(Path link) {
        try {
            return Long.parseLong(String.valueOf(link.getFileName()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** As {@code do_pg_backup_start} writes it (access/transam/xlog.c); each character is one byte. */
    private static String escaped(Path path) {
        String bytes = new String(path.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return bytes.replaceAll("([\\\\\\n\\r])", "\\\\$1");
    }
}
