// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.index;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.IndexJson;
import dev.stillframe.store.restic.format.PackedBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Loads a generated index, file by file from its JSON as a repository's is loaded, and looks every blob up. A program of
 * its own, so that its heap can be bounded: the argument is how many blobs; it prints what they took.
 */
public final class IndexMemory {
    private static final int FILE = 50_000;
    private static final int PACK = 16;
    private static final int BLOB = 1_000_000;
    private static final int PER_TREE = 50;

    private IndexMemory() {}

    public static void main(String[] arguments) throws Exception {
        int blobs = Integer.parseInt(arguments[0]);
        Index index = new Index();
        long loading = System.nanoTime();
        for (int from = 0; from < blobs; from += FILE) {
            byte[] json = IndexJson.write(packs(from, Math.min(blobs, from + FILE)));
            IndexJson.read(json, "generated", index::add);
        }
        long looking = System.nanoTime();
        for (int blob = 0; blob < blobs; blob++) {
            if (!index.contains(type(blob), id(blob))) {
                throw new IllegalStateException("blob " + blob + " is not found");
            }
        }
        long end = System.nanoTime();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        System.out.printf(
                "%d blobs in %d packs: %d MiB of a heap of %d MiB, %.1f bytes a blob, loaded in %d s, %d ns a lookup%n",
                blobs,
                index.packCount(),
                used >> 20,
                runtime.maxMemory() >> 20,
                (double) used / blobs,
                (looking - loading) / 1_000_000_000,
                (end - looking) / blobs);
    }

    private static List<IndexJson.Pack> packs(int from, int to) {
        List<IndexJson.Pack> packs = new ArrayList<>();
        for (int first = from; first < to; first += PACK) {
            List<PackedBlob> blobs = new ArrayList<>();
            for (int blob = first; blob < Math.min(to, first + PACK); blob++) {
                long offset = (long) (blob - first) * BLOB;
                blobs.add(new PackedBlob(type(blob), id(blob), offset, BLOB, 2 * BLOB));
            }
            SplittableRandom random = new SplittableRandom(~first);
            packs.add(new IndexJson.Pack(
                    FileId.ofWords(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()), blobs));
        }
        return packs;
    }

    /** Names are hashes: random, and here the same each time. */
    private static BlobId id(int blob) {
        SplittableRandom random = new SplittableRandom(blob);
        return BlobId.ofWords(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static BlobType type(int blob) {
        return blob / PACK % PER_TREE == 0 ? BlobType.TREE : BlobType.DATA;
    }
}
