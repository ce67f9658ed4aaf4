// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.format.ConfigDocument;
import dev.stillframe.store.restic.snapshot.ChunkChoice.Ordinary;
import java.io.IOException;
import java.util.Optional;

/**
 * How earlier backups were cut. The job's own latest one decides; else any of ours, so that hosts find each other's chunks;
 * else others' snapshots: where restic made some, files are cut as restic cuts them. See decision 9.
 */
final class ChunkHistory {
    private final ConfigDocument config;
    private final Receipts receipts;

    ChunkHistory(ConfigDocument config, Receipts receipts) {
        this.config = config;
        this.receipts = receipts;
    }

    /** @throws IOException if the job's own choice cannot be read: cutting elsewhere would store everything again */
    ChunkChoice choice(Snapshots snapshots, Optional<StoredSnapshot> own) throws IOException {
        Optional<ChunkChoice> before = own.isPresent() ? of(own.get()) : Optional.empty();
        if (before.isPresent()) {
            return before.get();
        }
        for (int i = snapshots.ours().size() - 1; i >= 0; i--) {
            Optional<ChunkChoice> other = of(snapshots.ours().get(i));
            if (other.isPresent()) {
                return other.get().forAnotherJob(config);
            }
        }
        return ChunkChoice.first(config, snapshots.foreign().isEmpty() ? Ordinary.GEAR : Ordinary.RABIN);
    }

    private Optional<ChunkChoice> of(StoredSnapshot snapshot) throws IOException {
        Optional<byte[]> json = receipts.file(snapshot, OwnFiles.CHUNKS);
        return json.isPresent() ? Optional.of(ChunkChoice.asBefore(config, json.get())) : Optional.empty();
    }
}
