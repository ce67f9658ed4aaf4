// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.tree.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Compares bytes with chunks that were cut before, by the names of the chunks: nothing of them has to be read. */
public final class ChunkComparison {
    private ChunkComparison() {}

    /** Whether a content has the bytes of these chunks, and no more. */
    public static boolean isSame(List<BlobId> ids, List<Integer> lengths, Content content) throws IOException {
        byte[] bytes = new byte[lengths.stream().mapToInt(i -> i).max().orElse(1)];
        long at = 0;
        for (int i = 0; i < ids.size(); i++) {
            int length = lengths.get(i);
            boolean same = fill(content, at, ByteBuffer.wrap(bytes, 0, length))
                    && BlobId.of(bytes, 0, length).equals(ids.get(i));
            if (!same) {
                return false;
            }
            at += length;
        }
        return content.read(ByteBuffer.allocate(1), at) < 0;
    }

    private static boolean fill(Content content, long at, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (content.read(buffer, at + buffer.position()) < 0) {
                return false;
            }
        }
        return true;
    }
}
