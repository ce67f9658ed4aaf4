// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Another reading of an open file, for comparison with the first: ends where the file ends now.
 *
 * @param size up to which it is read at most
 */
record Rereading(SourceFile file, long size, LongAdder read) implements Content {
    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        if (at >= size) {
            return -1;
        }
        int limit = buffer.limit();
        buffer.limit((int) Math.min(limit, buffer.position() + size - at));
        try {
            int count = file.read(buffer, at);
            read.add(Math.max(0, count));
            return count;
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public List<Range> ranges() {
        return size == 0 ? List.of() : List.of(new Range(0, size, Range.State.DATA));
    }

    /** Whoever opened the file closes it. */
    @Override
    public void close() {}
}
