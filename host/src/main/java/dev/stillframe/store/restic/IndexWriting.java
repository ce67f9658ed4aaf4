// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.clock.Clock;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.IndexJson;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.index.Index;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects packs that are stored, and stores indexes of them: when there are many blobs, when some time has passed, and
 * at the end. What is in a stored index, a killed backup has not stored in vain. Any thread.
 */
public final class IndexWriting {
    /** As restic: keeps an index's file below 8 MiB. */
    public static final int FULL = 50_000;

    private static final long OLD = Duration.ofMinutes(10).toNanos();

    private final SealedFiles files;
    private final Index index;
    private final Clock clock;
    private List<IndexJson.Pack> packs = new ArrayList<>();
    private int blobs;
    private long since;

    /** @param index is told which packs a stored file says */
    public IndexWriting(SealedFiles files, Index index, Clock clock) {
        this.files = files;
        this.index = index;
        this.clock = clock;
    }

    /** Adds a pack, which is in the index already. */
    public synchronized void add(FileId pack, List<PackedBlob> packed) throws IOException {
        if (packs.isEmpty()) {
            since = clock.nanoTime();
        }
        packs.add(new IndexJson.Pack(pack, packed));
        blobs += packed.size();
        if (blobs >= FULL || clock.nanoTime() - since >= OLD) {
            store();
        }
    }

    /** Stores what was not stored yet. */
    public synchronized void flush() throws IOException {
        if (!packs.isEmpty()) {
            store();
        }
    }

    private void store() throws IOException {
        FileId file = files.save(Kind.INDEX, IndexJson.write(packs));
        index.addFile(
                file,
                packs.stream().mapToInt(pack -> index.add(pack.id(), List.of())).toArray());
        packs = new ArrayList<>();
        blobs = 0;
    }
}
