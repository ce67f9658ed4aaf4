// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.prune;

import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.restic.Reachability;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.store.restic.index.ByPack;
import dev.stillframe.store.restic.index.Index;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides what a prune does. Refuses if anything that a snapshot needs is damaged or missing: first the damage, then room. */
final class Planning {
    /** So many small packs are worth being put together. */
    private static final int MANY_SMALL = 10;

    private static final int SMALL_PART = 4;
    private static final double PERCENT = 100;

    private final Repository repository;
    private final PruneSettings settings;
    private final Map<FileId, Long> there = new LinkedHashMap<>();

    Planning(Repository repository, PruneSettings settings) {
        this.repository = repository;
        this.settings = settings;
    }

    /** What a pack has. */
    private record Use(int pack, long size, long unused, boolean trees, boolean data) {
        boolean mixed() {
            return trees && data;
        }

        double waste() {
            return unused / (double) size;
        }
    }

    PrunePlan plan() throws IOException {
        List<FileId> snapshots = repository.snapshots(); // before the index: see Repository.loadIndex
        repository.loadIndex();
        Index index = repository.index();
        for (Listed listed : repository.backend().list(Kind.DATA)) {
            there.put(FileId.parse(listed.handle().name()), listed.size());
        }
        Reachability reachability = new Reachability(repository, damage -> {
            throw damage;
        });
        for (FileId id : snapshots) {
            SnapshotDocument snapshot = repository.snapshot(id);
            reachability.follow(snapshot.tree(), "snapshot " + id.brief());
        }
        Map<BlobType, BitSet> keep = new EnumMap<>(BlobType.class);
        for (BlobType type : BlobType.values()) {
            keep.put(type, onceEach(index, type, reachability.reached(type)));
        }
        return decide(index, keep);
    }

    /** Of a needed blob's copies keeps one, in a pack that is there. */
    private BitSet onceEach(Index index, BlobType type, BitSet needed) throws RepositoryException {
        BitSet open = (BitSet) needed.clone();
        BitSet keep = new BitSet();
        int count = index.count(type);
        for (int row = 0; row < count; row++) {
            int first = index.row(type, index.blob(type, row).id());
            if (open.get(first) && there.containsKey(index.pack(index.packNumber(type, row)))) {
                open.clear(first);
                keep.set(row);
            }
        }
        if (!open.isEmpty()) {
            throw RepositoryException.damaged(
                    repository.location(),
                    open.cardinality() + " " + type.label() + " blobs lie in packs that are missing",
                    null);
        }
        return keep;
    }

    private PrunePlan decide(Index index, Map<BlobType, BitSet> keep) {
        ByPack byPack = new ByPack(index);
        BitSet removed = new BitSet();
        List<Use> worth = new ArrayList<>();
        List<Use> small = new ArrayList<>();
        long used = 0;
        long unused = 0;
        for (int pack = 0; pack < index.packCount(); pack++) {
            Long size = there.get(index.pack(pack));
            Use use = use(index, byPack, keep, pack, size == null ? 0 : size);
            if (size == null || !(use.trees() || use.data())) {
                removed.set(pack);
            } else {
                used += use.size() - use.unused();
                unused += use.unused();
                if (use.unused() > 0 || use.mixed()) {
                    worth.add(use);
                } else if (use.size() < repository.settings().packSize() / SMALL_PART) {
                    small.add(use);
                }
            }
        }
        BitSet repacked = repacked(worth, small, used, unused);
        Map<FileId, Long> unindexed = new LinkedHashMap<>(there);
        for (int pack = 0; pack < index.packCount(); pack++) {
            unindexed.remove(index.pack(pack));
        }
        long bytes = unindexed.values().stream().mapToLong(Long::longValue).sum();
        return new PrunePlan(
                index, byPack, index.files(), keep, removed, repacked, List.copyOf(unindexed.keySet()), bytes);
    }

    private BitSet repacked(List<Use> worth, List<Use> small, long used, long unused) {
        BitSet repacked = new BitSet();
        long most = (long) (used * settings.mostUnused() / PERCENT);
        long rest = unused;
        worth.sort(Comparator.comparingDouble(Use::waste).reversed());
        for (Use use : worth) {
            // trees are read all over in every walk: theirs are always worth it
            if (use.trees() || rest > most) {
                repacked.set(use.pack());
                rest -= use.unused();
            }
        }
        if (small.size() >= MANY_SMALL) {
            small.forEach(use -> repacked.set(use.pack()));
        }
        return repacked;
    }

    private static Use use(Index index, ByPack byPack, Map<BlobType, BitSet> keep, int pack, long size) {
        long unused = 0;
        boolean trees = false;
        boolean data = false;
        for (BlobType type : BlobType.values()) {
            for (int row : byPack.rows(type, pack)) {
                boolean needed = keep.getOrDefault(type, new BitSet()).get(row);
                unused += needed ? 0 : index.blob(type, row).length();
                trees |= needed && type == BlobType.TREE;
                data |= needed && type == BlobType.DATA;
            }
        }
        return new Use(pack, size, unused, trees, data);
    }
}
