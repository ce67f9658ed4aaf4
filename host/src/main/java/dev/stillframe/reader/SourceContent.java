// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an open file, read ahead of whoever reads it from front to back, holes left out. Any order works; only
 * that one is fast.
 */
final class SourceContent implements Content {
    /** How many blocks are read ahead once the file is due. */
    static final int WINDOW = 8;

    /** Where buffers, threads and counts are. */
    record Means(Buffers buffers, Executor pool, LongAdder read) {}

    private final SourcePath path;
    private final SourceFile file;
    private final long size;
    private final boolean pads;
    private final Means means;
    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    private @Nullable List<Range> ranges;
    private long paddedFrom = Long.MAX_VALUE;
    private boolean closed;

    /**
     * @param size up to which it is read, whatever becomes of the file
     * @param pads whether a file that became shorter ends with zeros; otherwise reading it fails
     */
    SourceContent(SourcePath path, SourceFile file, long size, boolean pads, Means means) {
        this.path = path;
        this.file = file;
        this.size = size;
        this.pads = pads;
        this.means = means;
    }

    /** How many buffers a beginning takes. */
    static int beginning(long size, int bufferSize, int most) {
        return (int) Math.min(most, (size + bufferSize - 1) / bufferSize);
    }

    /** Begins to read with these buffers, which are this content's from now on. */
    synchronized void begin(List<ByteBuffer> buffers) throws IOException {
        long index = -1;
        for (ByteBuffer buffer : buffers) {
            Optional<Long> next = nextData(index + 1);
            if (next.isPresent()) {
                index = next.get();
                start(index, buffer);
            } else {
                means.buffers().giveBack(buffer);
            }
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
        if (!buffer.hasRemaining()) {
            return 0;
        }
        try {
            Optional<Block> block = due(at / means.buffers().size());
            OptionalInt copied = block.isPresent() ? block.get().copy(buffer, at) : OptionalInt.empty();
            int count = copied.isPresent() ? copied.getAsInt() : direct(buffer, at);
            if (block.isPresent() && at + count >= block.get().end()) {
                block.get().drop();
            }
            return count > 0 ? count : ended(buffer, at);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(path, Failure.reason(path, e), e);
        }
    }

    /** Drops what lies behind, reads ahead, and tells what is there for this block. */
    private synchronized Optional<Block> due(long index) throws IOException {
        Map<Long, Block> behind = blocks.headMap(index);
        behind.values().forEach(Block::drop);
        behind.clear();
        long last = index;
        while (!closed && blocks.size() < WINDOW) {
            Optional<Long> next = nextData(blocks.isEmpty() ? last + 1 : Math.max(last, blocks.lastKey()) + 1);
            Optional<ByteBuffer> buffer = next.isPresent() ? means.buffers().tryTake() : Optional.empty();
            if (buffer.isEmpty()) {
                break;
            }
            start(next.orElseThrow(), buffer.get());
        }
        return Optional.ofNullable(blocks.get(index));
    }

    private void start(long index, ByteBuffer buffer) {
        long offset = index * means.buffers().size();
        int length = (int) Math.min(means.buffers().size(), size - offset);
        Block block = new Block(file, offset, length, means.buffers(), buffer, means.read());
        blocks.put(index, block);
        try {
            means.pool().execute(block);
        } catch (RejectedExecutionException e) {
            block.drop(); // the copy is over
        }
    }

    private int direct(ByteBuffer buffer, long at) throws IOException {
        int limit = buffer.limit();
        buffer.limit((int) Math.min(limit, buffer.position() + size - at));
        try {
            int count = file.read(buffer, at);
            means.read().add(Math.max(0, count));
            return count;
        } finally {
            buffer.limit(limit);
        }
    }

    private synchronized int ended(ByteBuffer buffer, long at) throws IOException {
        if (!pads) {
            throw new SourceException(
                    path, "became shorter while it was read: it ends at " + at + " of " + size + " bytes", null);
        }
        paddedFrom = Math.min(paddedFrom, at);
        int count = (int) Math.min(buffer.remaining(), size - at);
        buffer.put(new byte[count]);
        return count;
    }

    /** From where on the bytes are zeros that the file did not have; empty if there are none. */
    synchronized Optional<Long> paddedFrom() {
        return paddedFrom == Long.MAX_VALUE ? Optional.empty() : Optional.of(paddedFrom);
    }

    @Override
    public synchronized List<Range> ranges() throws IOException {
        if (ranges == null) {
            try {
                ranges = whole(size == 0 ? List.of() : file.ranges(size));
            } catch (IOException e) {
                throw new SourceException(path, Failure.reason(path, e), e);
            }
        }
        return ranges;
    }

    /** A file that became shorter has no hole at its end: that is found out by reading. */
    private List<Range> whole(List<Range> known) throws IOException {
        boolean holeAtEnd = !known.isEmpty() && known.get(known.size() - 1).state() == Range.State.HOLE;
        if (!holeAtEnd || file.stamp().size() >= size) {
            return List.copyOf(known);
        }
        List<Range> whole = new ArrayList<>(known.subList(0, known.size() - 1));
        Range end = known.get(known.size() - 1);
        whole.add(new Range(end.offset(), end.length(), Range.State.DATA));
        return List.copyOf(whole);
    }

    /** The first block at or after an index that has data. */
    private Optional<Long> nextData(long index) throws IOException {
        int block = means.buffers().size();
        if (index * block >= size) {
            return Optional.empty();
        }
        if (size <= block) {
            return Optional.of(index); // not worth asking for holes
        }
        List<Range> known = ranges();
        int low = 0;
        int high = known.size();
        while (low < high) { // the first range that ends after the block begins
            int middle = (low + high) / 2;
            if (known.get(middle).end() <= index * block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while (low < known.size() && known.get(low).state() == Range.State.HOLE) {
            low++;
        }
        return low == known.size()
                ? Optional.empty()
                : Optional.of(Math.max(index, known.get(low).offset() / block));
    }

    /** Gives back every buffer, then the file. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            blocks.values().forEach(Block::drop);
            blocks.clear();
        }
        file.close();
    }
}
