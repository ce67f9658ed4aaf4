// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for links in a data directory that nobody but an administrator can have made: what lies behind them would not be
 * in the backup.
 */
final class ForeignLinks {
    /** What a server can do without: its messages, and statistics that it writes anew. */
    private static final Set<String> DISPENSABLE = Set.of("log", "pg_log", "pg_stat_tmp");

    private final Path data;
    private final List<Notice> notices = new ArrayList<>();

    ForeignLinks(Path data) {
        this.data = data;
    }

    List<Notice> check() throws WriterException {
        try (Stream<Path> entries = Files.list(data);
                Stream<Path> databases = Files.list(data.resolve("base"))) {
            for (Path entry : Stream.concat(entries, databases).sorted().toList()) {
                if (Files.isSymbolicLink(entry) && Files.isDirectory(entry)) {
                    judge(entry);
                }
            }
        } catch (IOException e) {
            throw Refusal.unreadable(data.toString(), e);
        }
        return notices;
    }

    private void judge(Path link) throws WriterException {
        String name = link.getFileName().toString();
        if (name.equals("pg_wal")) {
            return;
        }
        if (!DISPENSABLE.contains(name)) {
            throw Refusal.unsupported(
                    "postgres.foreign-link",
                    link + " is a symbolic link, so that a part of the cluster lies elsewhere",
                    "use a tablespace or a mount in its place");
        }
        notices.add(new Notice("postgres.link-left-out", "what " + link + " points at is not in the backup", ""));
    }
}
