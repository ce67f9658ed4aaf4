// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.Range;
import java.nio.ByteBuffer;
import java.util.List;

/** The bytes of a file that is held in memory whole. */
final class HeldContent implements Content {
    private final List<ByteBuffer> parts;
    private final int partSize;
    private final long size;
    private final List<Range> ranges;

    /** @param parts each full but the last */
    HeldContent(List<ByteBuffer> parts, int partSize, long size, List<Range> ranges) {
        this.parts = List.copyOf(parts);
        this.partSize = partSize;
        this.size = size;
        this.ranges = List.copyOf(ranges);
    }

    static HeldContent of(byte[] bytes) {
        List<Range> ranges = bytes.length == 0 ? List.of() : List.of(new Range(0, bytes.length, Range.State.DATA));
        return new HeldContent(List.of(ByteBuffer.wrap(bytes)), Math.max(1, bytes.length), bytes.length, ranges);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer buffer, long at) {
        if (at >= size) {
            return -1;
        }
        int from = (int) (at % partSize);
        int held = (int) Math.min(partSize, size - (at - from));
        int count = Math.min(buffer.remaining(), held - from);
        buffer.put(parts.get((int) (at / partSize))
                .duplicate()
                .clear()
                .limit(from + count)
                .position(from));
        return count;
    }

    @Override
    public List<Range> ranges() {
        return ranges;
    }

    @Override
    public void close() {}
}
