// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.BlobWriter;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Chunks of nothing but zeros: saved once, and known again by their names. One thread. */
final class ZeroChunks {
    private static final int SMALLEST = 64 << 10;
    private static final int LARGEST = 8 << 20;

    private final Map<Integer, BlobId> saved = new HashMap<>();

    BlobId of(int length, BlobWriter writer) throws IOException {
        BlobId id = saved.get(length);
        if (id == null) {
            id = writer.save(BlobType.DATA, new byte[length]).id();
            saved.put(length, id);
        }
        return id;
    }

    /** Whether a chunk has only zeros, as far as its name tells: for the lengths that holes are cut into. */
    static boolean isZeros(BlobId id, int length) {
        return Integer.bitCount(length) == 1
                && length >= SMALLEST
                && length <= LARGEST
                && id.equals(Names.OF[Integer.numberOfTrailingZeros(length)]);
    }

    /** Their names, by the exponent of the length. */
    private static final class Names {
        private static final BlobId[] OF = names();

        private static BlobId[] names() {
            byte[] zeros = new byte[LARGEST];
            BlobId[] names = new BlobId[Integer.numberOfTrailingZeros(LARGEST) + 1];
            for (int i = 0; i < names.length; i++) {
                names[i] = BlobId.of(zeros, 0, 1 << i);
            }
            return names;
        }
    }
}
