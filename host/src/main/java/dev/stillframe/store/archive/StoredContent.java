// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file of an archive: its extents, and zeros between them. Any thread. */
final class StoredContent implements Content {
    private final long size;
    private final List<Extent> extents;
    private final PlainSource.Reader stored;
    private final long[] offsets;
    private final long[] storedAt; // where each extent begins in what is stored

    /** @param packed whether only the extents are stored; else the zeros between them are stored too */
    StoredContent(long size, List<Extent> extents, boolean packed, PlainSource.Reader stored) {
        this.size = size;
        this.extents = extents;
        this.stored = stored;
        this.offsets = extents.stream().mapToLong(Extent::offset).toArray();
        this.storedAt = new long[extents.size()];
        long packedAt = 0;
        for (int i = 0; i < storedAt.length; i++) {
            storedAt[i] = packed ? packedAt : offsets[i];
            packedAt += extents.get(i).length();
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        if (at >= size) {
            return -1;
        }
        int i = extentAtOrBefore(at);
        if (i >= 0 && at < extents.get(i).end()) {
            Extent extent = extents.get(i);
            return readLimited(buffer, storedAt[i] + at - extent.offset(), extent.end() - at);
        }
        long holeEnds = i + 1 < extents.size() ? extents.get(i + 1).offset() : size;
        int zeros = (int) Math.min(buffer.remaining(), holeEnds - at);
        buffer.put(new byte[zeros]);
        return zeros;
    }

    private int extentAtOrBefore(long at) {
        int found = Arrays.binarySearch(offsets, at);
        return found >= 0 ? found : -found - 2;
    }

    private int readLimited(ByteBuffer buffer, long at, long limit) throws IOException {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        int end = buffer.limit();
        buffer.limit(buffer.position() + (int) Math.min(buffer.remaining(), limit));
        try {
            return stored.read(buffer, at);
        } finally {
            buffer.limit(end);
        }
    }

    @Override
    public List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        long end = 0;
        for (Extent extent : extents) {
            if (extent.offset() > end) {
                ranges.add(new Range(end, extent.offset() - end, Range.State.HOLE));
            }
            ranges.add(new Range(extent.offset(), extent.length(), Range.State.DATA));
            end = extent.end();
        }
        if (size > end) {
            ranges.add(new Range(end, size - end, Range.State.HOLE));
        }
        return ranges;
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
