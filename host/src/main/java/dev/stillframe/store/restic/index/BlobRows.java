// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.index;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.PackedBlob;
import java.util.ArrayList;
import java.util.List;

/** The places of all blobs of a type: 16 bytes a row besides the name's. Not for several threads. */
final class BlobRows {
    private static final int SHIFT = Integer.numberOfTrailingZeros(HashRows.SEGMENT);
    private static final int FIELDS = 4;
    private static final int PACK = 0;
    private static final int OFFSET = 1;
    private static final int LENGTH = 2;
    private static final int PLAIN_LENGTH = 3;

    private final BlobType type;
    private final HashRows ids = new HashRows();
    private final List<int[]> segments = new ArrayList<>();

    BlobRows(BlobType type) {
        this.type = type;
    }

    int count() {
        return ids.count();
    }

    int first(BlobId id) {
        return ids.first(id);
    }

    int next(BlobId id, int row) {
        return ids.next(id, row);
    }

    /** Adds a place, unless this very place is known. */
    void add(int pack, PackedBlob blob) {
        for (int row = first(blob.id()); row != HashRows.NONE; row = next(blob.id(), row)) {
            if (pack(row) == pack && offset(row) == blob.offset()) {
                return;
            }
        }
        int row = ids.add(blob.id());
        if (row >>> SHIFT == segments.size()) {
            segments.add(new int[HashRows.SEGMENT * FIELDS]);
        }
        int[] fields = segments.get(row >>> SHIFT);
        int at = (row & HashRows.SEGMENT - 1) * FIELDS;
        fields[at + PACK] = pack;
        fields[at + OFFSET] = (int) blob.offset();
        fields[at + LENGTH] = blob.length();
        fields[at + PLAIN_LENGTH] = blob.plainLength();
    }

    int pack(int row) {
        return field(row, PACK);
    }

    PackedBlob blob(int row) {
        return new PackedBlob(
                type,
                BlobId.ofWords(ids.word(row, 0), ids.word(row, 1), ids.word(row, 2), ids.word(row, 3)),
                offset(row),
                field(row, LENGTH),
                field(row, PLAIN_LENGTH));
    }

    private long offset(int row) {
        return Integer.toUnsignedLong(field(row, OFFSET));
    }

    private int field(int row, int field) {
        return segments.get(row >>> SHIFT)[(row & HashRows.SEGMENT - 1) * FIELDS + field];
    }
}
