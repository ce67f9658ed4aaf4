// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stored file: its chunks one behind the other. Any thread. */
public final class BlobContent implements Content {
    private final BlobReads reads;
    private final List<BlobId> ids;
    private final long[] ends; // where each chunk ends in the file
    private @Nullable List<Range> ranges;

    private BlobContent(BlobReads reads, List<BlobId> ids, long[] ends) {
        this.reads = reads;
        this.ids = ids;
        this.ends = ends;
    }

    /**
     * Looks the chunks up; reads none.
     *
     * @param name of the file, for errors
     * @throws RepositoryException if one is missing, or they are not as long together as the file
     */
    public static BlobContent of(BlobReads reads, String name, List<BlobId> ids, long size) throws RepositoryException {
        long[] ends = new long[ids.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            BlobId id = ids.get(i);
            BlobPlace place = reads.repository()
                    .find(BlobType.DATA, id)
                    .orElseThrow(() -> RepositoryException.damaged(name, "its chunk " + id + " is in no index", null));
            end += place.blob().size();
            ends[i] = end;
        }
        if (end != size) {
            throw RepositoryException.damaged(name, "its chunks have " + end + " bytes instead of " + size, null);
        }
        return new BlobContent(reads, ids, ends);
    }

    @Override
    public long size() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        if (at >= size()) {
            return -1;
        }
        if (!buffer.hasRemaining()) {
            return 0;
        }
        int i = chunkAt(at);
        byte[] bytes = reads.get(ids.get(i));
        long begin = begin(i);
        if (bytes.length != ends[i] - begin) {
            throw RepositoryException.damaged("chunk " + ids.get(i), "its length is not that of the index", null);
        }
        int count = (int) Math.min(buffer.remaining(), ends[i] - at);
        buffer.put(bytes, (int) (at - begin), count);
        return count;
    }

    /** Names the chunks of a part of the file, but for those that are only zeros. */
    public void chunks(long offset, long length, Set<BlobId> into) {
        if (length <= 0 || offset >= size()) {
            return;
        }
        int last = chunkAt(Math.min(size(), offset + length) - 1);
        for (int i = chunkAt(offset); i <= last; i++) {
            if (!isZeros(i)) {
                into.add(ids.get(i));
            }
        }
    }

    /** Whether another content has the same bytes; reads nothing of this one. */
    public boolean isSame(Content other) throws IOException {
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            lengths.add((int) (ends[i] - begin(i)));
        }
        return ChunkComparison.isSame(ids, lengths, other);
    }

    @Override
    public synchronized List<Range> ranges() {
        if (ranges == null) {
            ranges = List.copyOf(divided());
        }
        return ranges;
    }

    private List<Range> divided() {
        List<Range> divided = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= ends.length; i++) {
            if (i == ends.length || isZeros(i) != isZeros(from)) {
                Range.State state = isZeros(from) ? Range.State.HOLE : Range.State.DATA;
                divided.add(new Range(begin(from), ends[i - 1] - begin(from), state));
                from = i;
            }
        }
        return divided;
    }

    private boolean isZeros(int i) {
        return ZeroChunks.isZeros(ids.get(i), (int) (ends[i] - begin(i)));
    }

    private long begin(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    private int chunkAt(long at) {
        int found = Arrays.binarySearch(ends, at);
        return found >= 0 ? found + 1 : -found - 1;
    }

    @Override
    public void close() {}
}
