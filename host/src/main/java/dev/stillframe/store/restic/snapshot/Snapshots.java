// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.error.Problem;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.SharedPlace.Foreign;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots that a repository has.
 *
 * @param ours oldest first
 * @param foreign those that others made, oldest first
 * @param problems each names a snapshot that cannot be read
 */
record Snapshots(List<StoredSnapshot> ours, List<Foreign> foreign, List<Problem> problems) {
    Snapshots {
        ours = List.copyOf(ours);
        foreign = List.copyOf(foreign);
        problems = List.copyOf(problems);
    }

    static Snapshots of(Repository repository, Problems errors) throws IOException {
        List<StoredSnapshot> ours = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<Foreign> foreign = new ArrayList<>();
        for (FileId id : repository.snapshots()) {
            try {
                SnapshotDocument document = repository.snapshot(id);
                Optional<Label> label = SnapshotTags.label(document);
                label.ifPresentOrElse(
                        known -> ours.add(new StoredSnapshot(id, document, known)),
                        () -> foreign.add(foreign(id, document)));
            } catch (IOException e) {
                problems.add(errors.of(e));
            }
        }
        ours.sort(Comparator.comparing((StoredSnapshot s) -> s.label().time())
                .thenComparing(s -> s.label().id()));
        foreign.sort(Comparator.comparing(Foreign::time).thenComparing(Foreign::id));
        return new Snapshots(ours, foreign, problems);
    }

    private static Foreign foreign(FileId id, SnapshotDocument document) {
        return new Foreign(id.toString(), document.time(), document.hostname(), document.paths(), document.tags());
    }

    Optional<StoredSnapshot> find(String id) {
        return ours.stream().filter(s -> s.label().id().equals(id)).findFirst();
    }

    /** The latest of a host and a job. */
    Optional<StoredSnapshot> latest(String host, String job) {
        return ours.stream()
                .filter(s -> s.label().host().equals(host) && s.label().job().equals(job))
                .reduce((earlier, later) -> later);
    }
}
