// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.index;

import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.PackedBlob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An index's rows sorted by pack: four bytes a blob. Shows the index as it was when this was made. Any thread. */
public final class ByPack {
    private final Index index;
    private final Map<BlobType, Sorted> sorted = new EnumMap<>(BlobType.class);

    public ByPack(Index index) {
        this.index = index;
        int packs = index.packCount();
        for (BlobType type : BlobType.values()) {
            sorted.put(type, Sorted.of(index, type, packs));
        }
    }

    /** The rows of a type in a pack. */
    public int[] rows(BlobType type, int pack) {
        Sorted rows = sorted.get(type);
        return rows == null ? new int[0] : rows.of(pack);
    }

    /** The blobs of a pack, in the order of their offsets. */
    public List<PackedBlob> blobs(int pack) {
        List<PackedBlob> blobs = new ArrayList<>();
        for (BlobType type : BlobType.values()) {
            for (int row : rows(type, pack)) {
                blobs.add(index.blob(type, row));
            }
        }
        blobs.sort(Comparator.comparingLong(PackedBlob::offset));
        return blobs;
    }

    /** Row numbers, those of a pack together. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sorted(int[] starts, int[] rows) {
        /** Sorts by counting. */
        static Sorted of(Index index, BlobType type, int packs) {
            int count = index.count(type);
            int[] starts = new int[packs + 1];
            for (int row = 0; row < count; row++) {
                int pack = index.packNumber(type, row);
                if (pack < packs) {
                    starts[pack + 1]++;
                }
            }
            for (int pack = 0; pack < packs; pack++) {
                starts[pack + 1] += starts[pack];
            }
            int[] rows = new int[starts[packs]];
            int[] next = starts.clone();
            for (int row = 0; row < count; row++) {
                int pack = index.packNumber(type, row);
                if (pack < packs) {
                    rows[next[pack]++] = row;
                }
            }
            return new Sorted(starts, rows);
        }

        int[] of(int pack) {
            return Arrays.copyOfRange(rows, starts[pack], starts[pack + 1]);
        }
    }
}
