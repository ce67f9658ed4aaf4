// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.postgres.format.Fork;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.RelFileLocator;
import dev.stillframe.postgres.format.RelationFork;
import dev.stillframe.postgres.format.RelationPaths;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what recovery does not put right into findings. Not thread-safe. */
final class Leftovers {
    private final BackupImage image;
    private final RelationPaths paths;
    private final boolean recovers;
    private final Findings findings;
    private final Map<RelFileLocator, Boolean> unlogged = new HashMap<>();
    private long reset;

    /** @param recovers whether a start from the image recovers, and so resets unlogged relations */
    Leftovers(BackupImage image, RelationPaths paths, boolean recovers, Findings findings) {
        this.image = image;
        this.paths = paths;
        this.recovers = recovers;
        this.findings = findings;
    }

    /** Damaged pages of unlogged relations. */
    long reset() {
        return reset;
    }

    void beyond(LatestPages latest, Lsn end, Replay replay) {
        for (LatestPages.Latest each : latest.beyond(end)) {
            RelationFork fork = each.file().fork();
            if (!isReset(fork) && !replay.built().contains(fork.relation())) {
                findings.add(
                        each.file().file().path(),
                        each.page(),
                        "the page was changed by WAL up to " + each.lsn() + ", but WAL ends at " + end);
            }
        }
    }

    void damaged(Suspects suspects, PageScanner scanner) throws IOException {
        suspects.forEach((fork, segment, page, need) -> {
            if (isReset(fork)) {
                reset++;
            } else if (findings.full()) {
                findings.addUnnamed(1);
            } else {
                SourcePath path = path(fork, segment);
                Optional<ImageFile> file = image.file(path);
                String reason = file.isPresent()
                        ? scanner.reason(new RelationFile(file.get(), fork, segment), page)
                        : "the file is gone";
                findings.add(
                        path,
                        page,
                        reason.isEmpty() ? "the page changed while it was checked" : reason + because(need));
            }
        });
    }

    /** One finding for each file. */
    void absent(Suspects suspects) {
        Set<SourcePath> named = new HashSet<>();
        suspects.forEach((fork, segment, page, need) -> {
            SourcePath path = path(fork, segment);
            if (!isReset(fork) && named.add(path)) {
                if (image.file(path).isEmpty()) {
                    findings.add(path, "the file is missing" + because(need));
                } else {
                    findings.add(path, page, "the file ends before this page" + because(need));
                }
            }
        });
    }

    private static String because(@Nullable Lsn need) {
        return need == null ? "" : ", and the WAL record at " + need + " changes what it held";
    }

    /** Recovery replaces the forks of an unlogged relation by its initial one (storage/file/reinit.c). */
    private boolean isReset(RelationFork fork) {
        return recovers
                && fork.fork() != Fork.INIT
                && unlogged.computeIfAbsent(
                        fork.relation(),
                        relation -> paths.file(new RelationFork(relation, Fork.INIT), 0)
                                .flatMap(image::file)
                                .isPresent());
    }

    private SourcePath path(RelationFork fork, int segment) {
        return paths.file(fork, segment).orElse(paths.data());
    }
}
