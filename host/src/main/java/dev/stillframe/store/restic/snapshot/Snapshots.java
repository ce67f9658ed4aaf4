// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.error.Problem;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.tree.Destination.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots that a repository has.
 *
 * @param ours oldest first
 * @param foreign how many others made
 * @param problems each names a snapshot that cannot be read
 */
record Snapshots(List<StoredSnapshot> ours, int foreign, List<Problem> problems) {
    Snapshots {
        ours = List.copyOf(ours);
        problems = List.copyOf(problems);
    }

    static Snapshots of(Repository repository, Problems errors) throws IOException {
        List<StoredSnapshot> ours = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int foreign = 0;
        for (FileId id : repository.snapshots()) {
            try {
                SnapshotDocument document = repository.snapshot(id);
                Optional<Label> label = SnapshotTags.label(document);
                label.ifPresent(known -> ours.add(new StoredSnapshot(id, document, known)));
                foreign += label.isPresent() ? 0 : 1;
            } catch (IOException e) {
                problems.add(errors.of(e));
            }
        }
        ours.sort(Comparator.comparing((StoredSnapshot s) -> s.label().time())
                .thenComparing(s -> s.label().id()));
        return new Snapshots(ours, foreign, problems);
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
