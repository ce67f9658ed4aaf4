// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A file in memory; holes read as zeros. Fails at a position if told so. */
public final class MemoryContent implements Content {
    private final byte[] bytes;
    private final List<Range> ranges;
    private final long failsAt;
    private final SourcePath path;

    private MemoryContent(byte[] bytes, List<Range> ranges, long failsAt, SourcePath path) {
        this.bytes = bytes;
        this.ranges = ranges;
        this.failsAt = failsAt;
        this.path = path;
    }

    public static MemoryContent of(byte[] bytes) {
        return new MemoryContent(
                bytes,
                bytes.length == 0 ? List.of() : List.of(new Range(0, bytes.length, Range.State.DATA)),
                Long.MAX_VALUE,
                SourcePath.root());
    }

    public static MemoryContent sparse(byte[] bytes, List<Range> ranges) {
        return new MemoryContent(bytes, ranges, Long.MAX_VALUE, SourcePath.root());
    }

    public static MemoryContent failing(byte[] bytes, long at, SourcePath path) {
        return new MemoryContent(bytes, List.of(new Range(0, bytes.length, Range.State.DATA)), at, path);
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        if (at >= bytes.length) {
            return -1;
        }
        if (at + buffer.remaining() > failsAt) {
            throw new SourceException(path, "input/output error", null);
        }
        int length = (int) Math.min(buffer.remaining(), bytes.length - at);
        buffer.put(bytes, (int) at, length);
        return length;
    }

    @Override
    public List<Range> ranges() {
        return ranges;
    }

    @Override
    public void close() {}
}
