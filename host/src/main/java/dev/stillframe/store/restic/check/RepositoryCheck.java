// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.check;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.restic.Reachability;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.store.restic.index.ByPack;
import dev.stillframe.store.restic.index.Index;
import dev.stillframe.store.restic.pack.PackHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Checks a repository: keys, snapshots, indexes, that every pack is there and as long as it should be, that every tree
 * reads and every blob is known; and if asked, every byte of packs. Goes on after what it finds. Hold a lock. One thread.
 */
public final class RepositoryCheck {
    private static final int ALL = 100;

    private final Repository repository;
    private final LongConsumer progress;
    private final List<Problem> damages = new ArrayList<>();
    private final List<Problem> remarks = new ArrayList<>();

    /** @param progress called now and then, on any thread, with how many bytes were read since it was last called */
    public RepositoryCheck(Repository repository, LongConsumer progress) {
        this.repository = repository;
        this.progress = progress;
    }

    /**
     * @param percent of the packs to read, 0 to 100; which ones, chance decides
     * @throws IOException if the place fails; damage is reported, not thrown
     */
    public CheckReport run(int percent) throws IOException {
        keys();
        List<SnapshotDocument> snapshots = snapshots();
        Index index = repository.loadIndex(damaged -> damages.add(damaged.problem()));
        Map<FileId, Long> packs = packs(index);
        Reachability reachability = new Reachability(repository, error -> damages.add(error.problem()));
        for (SnapshotDocument snapshot : snapshots) {
            reachability.follow(snapshot.tree(), "snapshot of " + snapshot.time());
        }
        DataCheck data = new DataCheck(repository, index, progress);
        data.read(sample(packs, percent));
        damages.addAll(data.damages());
        long blobs = 0;
        for (BlobType type : BlobType.values()) {
            blobs += index.count(type);
        }
        return new CheckReport(
                snapshots.size(), blobs, index.packCount(), data.packsRead(), data.bytesRead(), damages, remarks);
    }

    private void keys() throws IOException {
        for (Listed listed : repository.backend().list(Kind.KEYS)) {
            try {
                repository.keys().read(FileId.parse(listed.handle().name()));
            } catch (RepositoryException e) {
                damages.add(e.problem());
            }
        }
    }

    private List<SnapshotDocument> snapshots() throws IOException {
        List<SnapshotDocument> snapshots = new ArrayList<>();
        for (FileId id : repository.snapshots()) {
            try {
                snapshots.add(repository.snapshot(id));
            } catch (RepositoryException e) {
                damages.add(e.problem());
            }
        }
        return snapshots;
    }

    /** Compares what there is with what the index knows. Returns the packs that can be read, with their sizes. */
    private Map<FileId, Long> packs(Index index) throws IOException {
        Map<FileId, Long> there = new LinkedHashMap<>();
        for (Listed listed : repository.backend().list(Kind.DATA)) {
            there.put(FileId.parse(listed.handle().name()), listed.size());
        }
        ByPack byPack = new ByPack(index);
        Map<FileId, Long> known = new HashMap<>();
        for (int number = 0; number < index.packCount(); number++) {
            FileId pack = index.pack(number);
            Long size = there.get(pack);
            if (size == null) {
                damages.add(damaged(pack, "it is missing"));
            } else {
                known.put(pack, size);
                judgeSize(pack, byPack.blobs(number), size);
            }
        }
        there.keySet().removeAll(known.keySet());
        there.forEach((pack, size) -> remarks.add(new Problem(
                "repository.unindexed",
                "pack " + pack + " is in no index; a backup that was cut short left its " + size + " bytes",
                Retry.DOES_NOT_HELP,
                "the next backup uses what it needs of it, and prune removes it")));
        return known;
    }

    private void judgeSize(FileId pack, List<PackedBlob> blobs, long size) {
        long expected = PackHeader.sealedSize(blobs);
        for (PackedBlob blob : blobs) {
            expected += blob.length();
        }
        if (size != expected) {
            damages.add(damaged(pack, "it has " + size + " bytes, and by the index it should have " + expected));
        }
    }

    private static Problem damaged(FileId pack, String why) {
        return RepositoryException.damaged(new Handle(Kind.DATA, pack.toString()).toString(), why, null)
                .problem();
    }

    private static List<FileId> sample(Map<FileId, Long> packs, int percent) {
        List<FileId> chosen = new ArrayList<>(packs.keySet());
        if (percent < ALL) {
            Collections.shuffle(chosen, new Random());
            int count = (int) Math.ceil(chosen.size() * (double) percent / ALL);
            return chosen.subList(0, count);
        }
        return chosen;
    }
}
