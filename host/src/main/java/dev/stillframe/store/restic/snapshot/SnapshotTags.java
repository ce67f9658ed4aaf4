// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.tree.Destination.Label;
import java.util.List;
import java.util.Optional;

/** What tells our snapshots from others: tags {@code stillframe}, {@code job=NAME} and {@code id=NAME}. */
public final class SnapshotTags {
    /** Every snapshot of ours has it, and only those are ever forgotten. */
    public static final String OURS = "stillframe";

    private static final String JOB = "job=";
    private static final String ID = "id=";

    private SnapshotTags() {}

    static List<String> of(Label label) {
        return List.of(OURS, JOB + label.job(), ID + label.id());
    }

    /** What a snapshot's backup is called; empty if the snapshot is not ours. */
    public static Optional<Label> label(SnapshotDocument snapshot) {
        Optional<String> job = value(snapshot, JOB);
        Optional<String> id = value(snapshot, ID);
        return snapshot.tags().contains(OURS) && job.isPresent() && id.isPresent()
                ? Optional.of(new Label(id.get(), snapshot.hostname(), job.get(), snapshot.time()))
                : Optional.empty();
    }

    private static Optional<String> value(SnapshotDocument snapshot, String key) {
        return snapshot.tags().stream()
                .filter(tag -> tag.startsWith(key))
                .map(tag -> tag.substring(key.length()))
                .findFirst();
    }
}
