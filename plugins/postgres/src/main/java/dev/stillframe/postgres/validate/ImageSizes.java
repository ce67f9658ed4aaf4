// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.RelFileLocator;
import dev.stillframe.postgres.format.RelationFork;
import dev.stillframe.postgres.format.RelationPaths;
import dev.stillframe.postgres.format.RelationPaths.DatabaseFolder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which pages exist when recovery comes to them: those of the image, and those that it has made. Not thread-safe. */
final class ImageSizes {
    private final BackupImage image;
    private final RelationPaths paths;
    private final PgControl control;
    private final Map<Segment, Long> held = new HashMap<>();
    private final Map<RelationFork, Long> grown = new HashMap<>();
    private final Set<DatabaseFolder> replaced = new HashSet<>();

    ImageSizes(BackupImage image, RelationPaths paths, PgControl control) {
        this.image = image;
        this.paths = paths;
        this.control = control;
    }

    private record Segment(RelationFork fork, int number) {}

    /** Recovery makes a page, and every one before it. */
    void grow(RelationFork fork, long block) {
        grown.merge(fork, block + 1, Math::max);
    }

    /** Recovery replaces all files of a database by some that the image does not show. */
    void replace(long tablespace, long database) {
        replaced.add(new DatabaseFolder(tablespace, database));
    }

    /** Whether a page is there; also if the image cannot tell. */
    boolean hold(RelationFork fork, long block) {
        if (grown.getOrDefault(fork, 0L) > block) {
            return true;
        }
        Segment segment = new Segment(fork, (int) (block / control.segmentPages()));
        return held.computeIfAbsent(segment, this::pages) > block % control.segmentPages();
    }

    private long pages(Segment segment) {
        RelFileLocator relation = segment.fork().relation();
        if (replaced.contains(new DatabaseFolder(relation.tablespace(), relation.database()))) {
            return Long.MAX_VALUE;
        }
        return paths.file(segment.fork(), segment.number())
                .map(path -> image.file(path)
                        .map(file -> file.size() / control.pageSize())
                        .orElse(0L))
                .orElse(Long.MAX_VALUE); // a tablespace that nobody named
    }
}
