// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.RelFileLocator;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files whose pages know the latest WAL, at most a hundred: a page is written only after the WAL that changed it,
 * so one from beyond the image's WAL shows that WAL is missing. Not thread-safe.
 */
final class LatestPages {
    private final PriorityQueue<Latest> latest = new PriorityQueue<>(Comparator.comparing(Latest::lsn));

    /** @param page the file's page that carries the position, counted from its first */
    record Latest(RelationFile file, Lsn lsn, long page) {}

    void add(RelationFile file, Lsn lsn, long page) {
        if (!lsn.isNone()) {
            latest.add(new Latest(file, lsn, page));
            if (latest.size() > Findings.MOST) {
                latest.remove();
            }
        }
    }

    Set<RelFileLocator> relations() {
        return latest.stream().map(each -> each.file().fork().relation()).collect(Collectors.toSet());
    }

    List<Latest> beyond(Lsn end) {
        return latest.stream()
                .filter(each -> each.lsn().isAfter(end))
                .sorted(Comparator.comparing(each -> each.file().file().path()))
                .toList();
    }
}
