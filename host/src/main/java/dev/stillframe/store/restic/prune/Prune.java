// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.prune;

import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.IndexWriting;
import dev.stillframe.store.restic.PackStore;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.index.Index;
import dev.stillframe.store.restic.lock.RepositoryLock;
import dev.stillframe.store.restic.pack.BlobRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Removes what no snapshot needs. A kill between any two calls leaves a repository that has all that its snapshots need,
 * because the order is: new packs, index of them, index without the old packs, old indexes away, old packs away. What a
 * killed prune leaves takes space only, and the next one removes it. See docs/decisions/0008.
 */
public final class Prune {
    private final Repository repository;
    private final RepositoryLock lock;
    private final PruneSettings settings;
    private final LongConsumer progress;

    /**
     * @param lock held until this is done, and exclusive
     * @param progress called now and then with how many bytes were packed again since it was last called
     * @throws IllegalArgumentException if the lock is shared
     */
    public Prune(Repository repository, RepositoryLock lock, PruneSettings settings, LongConsumer progress) {
        if (!lock.exclusive()) {
            throw new IllegalArgumentException("a prune holds the repository alone");
        }
        this.repository = repository;
        this.lock = lock;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Prunes. Nothing is removed if anything that a snapshot needs is damaged.
     *
     * @throws IOException also if the lock is lost on the way
     */
    public PruneReport run() throws IOException {
        PrunePlan plan = new Planning(repository, settings).plan();
        lock.check();
        long before = bytes();
        repack(plan);
        lock.check();
        new IndexRewriting(repository, lock, plan).run();
        lock.check();
        remove(plan);
        repository.loadIndex();
        int packs = plan.removed().cardinality() + plan.unindexed().size();
        return new PruneReport(packs, plan.repacked().cardinality(), before - bytes());
    }

    /** What {@link #run} would do now, the bytes without the packs' headers. Changes nothing, and needs no lock. */
    public static PruneReport forecast(Repository repository, PruneSettings settings) throws IOException {
        PrunePlan plan = new Planning(repository, settings).plan();
        BitSet gone = plan.gone();
        long freed = plan.unindexedBytes();
        for (int pack = gone.nextSetBit(0); pack >= 0; pack = gone.nextSetBit(pack + 1)) {
            for (BlobType type : BlobType.values()) {
                for (int row : plan.byPack().rows(type, pack)) {
                    freed += plan.keep(type).get(row)
                            ? 0
                            : plan.index().blob(type, row).length();
                }
            }
        }
        int packs = plan.removed().cardinality() + plan.unindexed().size();
        return new PruneReport(packs, plan.repacked().cardinality(), freed);
    }

    private void repack(PrunePlan plan) throws IOException {
        if (plan.repacked().isEmpty()) {
            return;
        }
        IndexWriting indexes = repository.indexWriting();
        try (PackStore packs = repository.packStore(indexes)) {
            for (int pack = plan.repacked().nextSetBit(0);
                    pack >= 0;
                    pack = plan.repacked().nextSetBit(pack + 1)) {
                repack(plan, pack, packs);
            }
            packs.flush();
            indexes.flush();
        }
    }

    /** Sealed blobs are proved and move as they are: the key stays. */
    private void repack(PrunePlan plan, int number, PackStore packs) throws IOException {
        Index index = plan.index();
        FileId pack = index.pack(number);
        List<PackedBlob> blobs = new ArrayList<>();
        for (BlobType type : BlobType.values()) {
            BitSet keep = plan.keep(type);
            for (int row : plan.byPack().rows(type, number)) {
                if (keep.get(row)) {
                    blobs.add(index.blob(type, row));
                }
            }
        }
        for (BlobRun run : BlobRun.of(blobs)) {
            byte[] read = repository.packs().bytes(pack, run.offset(), run.length());
            for (PackedBlob blob : run.blobs()) {
                int at = run.at(blob);
                byte[] unused = repository.codec().open(pack, blob, read, at);
                byte[] sealed = Arrays.copyOfRange(read, at, at + blob.length());
                packs.add(blob.type(), blob.id(), sealed, sealed.length, blob.plainLength());
            }
            progress.accept(run.length());
        }
    }

    private void remove(PrunePlan plan) throws IOException {
        BitSet gone = plan.gone();
        for (int pack = gone.nextSetBit(0); pack >= 0; pack = gone.nextSetBit(pack + 1)) {
            remove(plan.index().pack(pack));
        }
        for (FileId pack : plan.unindexed()) {
            remove(pack);
        }
    }

    private void remove(FileId pack) throws IOException {
        lock.checkInPassing(); // whoever took the lock may have found a use for the pack
        try {
            repository.backend().remove(new Handle(Kind.DATA, pack.toString()));
        } catch (BackendException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
        }
    }

    private long bytes() throws IOException {
        return repository.backend().list(Kind.DATA).stream()
                .mapToLong(listed -> listed.size())
                .sum();
    }
}
