// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.prune;

import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.IndexWriting;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.lock.RepositoryLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Replaces the indexes that speak of packs that are about to go by ones that do not, and puts small ones together. The
 * new ones are stored before the old ones are removed: at no moment is a needed blob in no index.
 */
final class IndexRewriting {
    private static final int MANY_SMALL = 4;
    private static final int SMALL = IndexWriting.FULL / 2;

    private final Repository repository;
    private final RepositoryLock lock;
    private final PrunePlan plan;

    IndexRewriting(Repository repository, RepositoryLock lock, PrunePlan plan) {
        this.repository = repository;
        this.lock = lock;
        this.plan = plan;
    }

    void run() throws IOException {
        BitSet gone = plan.gone();
        List<FileId> small = new ArrayList<>();
        List<FileId> old = new ArrayList<>();
        plan.files().forEach((file, packs) -> {
            if (speaksOf(packs, gone)) {
                old.add(file);
            } else if (blobs(packs) < SMALL) {
                small.add(file);
            }
        });
        if (small.size() >= MANY_SMALL) {
            old.addAll(small);
        }
        write(old, gone);
        for (FileId file : old) {
            lock.checkInPassing();
            repository.files().remove(Kind.INDEX, file);
        }
    }

    private void write(List<FileId> old, BitSet gone) throws IOException {
        IndexWriting writing = repository.indexWriting();
        BitSet written = new BitSet();
        for (FileId file : old) {
            for (int pack : plan.files().getOrDefault(file, new int[0])) {
                if (!gone.get(pack) && !written.get(pack)) {
                    written.set(pack);
                    writing.add(plan.index().pack(pack), plan.byPack().blobs(pack));
                }
            }
        }
        writing.flush();
    }

    private static boolean speaksOf(int[] packs, BitSet gone) {
        for (int pack : packs) {
            if (gone.get(pack)) {
                return true;
            }
        }
        return false;
    }

    private int blobs(int[] packs) {
        int blobs = 0;
        for (int pack : packs) {
            blobs += plan.blobs(pack);
        }
        return blobs;
    }
}
