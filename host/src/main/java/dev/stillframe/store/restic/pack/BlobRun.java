// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.pack;

import dev.stillframe.store.restic.format.PackedBlob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Blobs of one pack that lie near each other, and are read in one call.
 *
 * @param offset of the first one in the pack
 * @param length from there to the end of the last one, in bytes
 * @param blobs by their offsets, at least one
 */
public record BlobRun(long offset, int length, List<PackedBlob> blobs) {
    /** Bytes between two blobs that are cheaper to read than another call is. */
    private static final int GAP = 64 << 10;

    /** Of one call; bounds the memory. A blob that is larger is read alone. */
    private static final int MOST = 8 << 20;

    public BlobRun {
        blobs = List.copyOf(blobs);
    }

    /** @param blobs of one pack, in any order */
    public static List<BlobRun> of(Collection<PackedBlob> blobs) {
        List<PackedBlob> sorted = new ArrayList<>(blobs);
        sorted.sort(Comparator.comparingLong(PackedBlob::offset));
        List<BlobRun> runs = new ArrayList<>();
        for (int from = 0; from < sorted.size(); ) {
            int to = from + 1;
            long start = sorted.get(from).offset();
            long end = sorted.get(from).end();
            while (to < sorted.size()
                    && sorted.get(to).offset() - end <= GAP
                    && sorted.get(to).end() - start <= MOST) {
                end = Math.max(end, sorted.get(to).end());
                to++;
            }
            runs.add(new BlobRun(start, Math.toIntExact(end - start), sorted.subList(from, to)));
            from = to;
        }
        return runs;
    }

    /** Where one of its blobs begins in what was read. */
    public int at(PackedBlob blob) {
        return (int) (blob.offset() - offset);
    }
}
