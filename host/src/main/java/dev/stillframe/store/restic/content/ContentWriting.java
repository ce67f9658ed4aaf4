// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.BlobWriter;
import dev.stillframe.store.restic.chunk.Chunker;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.tree.Content;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads contents and cuts them on the caller's thread; hashes, compresses, seals and packs the chunks on others'. Memory is
 * bounded by slabs: who reads waits for them. One thread at a time calls.
 */
public final class ContentWriting implements AutoCloseable {
    private static final int READ = 1 << 20;

    private final BlobWriter writer;
    private final Executor pool;
    private final Slabs slabs;
    private final int slabSize;
    private final ZeroChunks zeros = new ZeroChunks();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Object saves = new Object();
    private long saving; // guarded by saves
    private @Nullable Slab slab;
    private int used; // of the slab, from its beginning

    /**
     * Nothing is read yet.
     *
     * @param pool hashes, compresses and seals
     * @param slabSize in bytes, at least twice the longest chunk
     * @param slabs how many there are, at least two; all together the memory that is used
     */
    public ContentWriting(BlobWriter writer, Executor pool, int slabSize, int slabs) {
        this.writer = writer;
        this.pool = pool;
        this.slabSize = slabSize;
        this.slabs = new Slabs(slabSize, slabs);
    }

    /**
     * Reads a content to its end. Returns when it is read; its chunks are saved later.
     *
     * @return its chunks, in order; their names fail as {@link #check} does
     * @throws dev.stillframe.tree.SourceException if it cannot be read
     * @throws IOException if an earlier chunk could not be saved
     */
    public WrittenContent write(Content content, Chunker chunker) throws IOException {
        return write(content, chunker, Optional.empty(), new Sampling(0, new Random()));
    }

    /**
     * The same, but of a content that is cut at fixed multiples, and of which the parent has a part.
     *
     * @param carried what the parent has; what of it lies in unchanged ranges is not read but for a sample
     * @throws SampleMismatchException if the sample differs from what is stored
     */
    public WrittenContent write(Content content, Chunker chunker, Optional<CarriedChunks> carried, Sampling sampling)
            throws IOException {
        PendingContent pending = new PendingContent();
        long size = content.size();
        if (carried.isPresent() || (chunker.leavesHolesOut() && size > chunker.longest())) {
            for (Segment segment : Segment.of(content.ranges(), size, chunker.longest(), carried.isPresent())) {
                switch (segment.kind()) {
                    case ZEROS -> writeZeros(segment.length(), chunker.longest(), pending);
                    case CARRIED -> carry(content, segment, chunker, carried.orElseThrow(), sampling, pending);
                    case BYTES -> write(content, segment.offset(), segment.length(), chunker, pending);
                }
            }
        } else {
            write(content, 0, size, chunker, pending);
        }
        pending.end();
        return pending.written();
    }

    private void write(Content content, long offset, long length, Chunker chunker, PendingContent pending)
            throws IOException {
        long read = offset;
        long end = offset + length;
        int begin = used; // of what is read and not cut yet
        while (read < end || begin < used) {
            check();
            int uncut = used - begin;
            while (uncut < chunker.longest() && read < end) {
                int wanted = (int) Math.min(end - read, chunker.longest() - uncut);
                begin = room(begin, wanted);
                int step = (int) Math.min(end - read, Math.max(wanted, Math.min(READ, slabSize - used)));
                read(content, read, step);
                read += step;
                uncut = used - begin;
            }
            int cut = chunker.cut(current().bytes(), begin, uncut);
            save(current(), begin, cut, pending);
            begin += cut;
        }
    }

    /** Makes room behind what is not cut yet, by moving it into another slab if need be. Returns where it begins then. */
    private int room(int begin, int wanted) throws IOException {
        Slab old = slab;
        if (old != null && slabSize - used >= wanted) {
            return begin;
        }
        Slab next = slabs.take();
        slab = next;
        if (old == null) {
            used = 0;
            return 0;
        }
        int uncut = used - begin;
        System.arraycopy(old.bytes(), begin, next.bytes(), 0, uncut);
        used = uncut;
        old.done();
        return 0;
    }

    private void read(Content content, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(current().bytes(), used, length);
        int start = used;
        try {
            while (buffer.hasRemaining()) {
                if (content.read(buffer, at + buffer.position() - start) < 0) {
                    throw new EOFException(
                            "a content of " + content.size() + " bytes ended at " + (at + buffer.position() - start));
                }
            }
        } catch (IOException | RuntimeException e) {
            used = start; // what was read of a file that failed is in nobody's way
            throw e;
        }
        used += length;
    }

    private void save(Slab from, int offset, int length, PendingContent pending) {
        int place = pending.next(length);
        from.use();
        synchronized (saves) {
            saving++;
        }
        pool.execute(() -> {
            try {
                pending.set(
                        place,
                        writer.save(BlobType.DATA, from.bytes(), offset, length).id());
            } catch (IOException | RuntimeException | Error e) {
                fail(pending, e);
            } finally {
                from.done();
                saved();
            }
        });
    }

    private void saved() {
        synchronized (saves) {
            saving--;
            if (saving == 0) {
                saves.notifyAll();
            }
        }
    }

    /**
     * Waits until every chunk that was cut is saved.
     *
     * @throws IOException if one could not be
     */
    public void await() throws IOException {
        synchronized (saves) {
            try {
                while (saving > 0) {
                    saves.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a file was stored");
            }
        }
        check();
    }

    private void writeZeros(long length, int unit, PendingContent pending) throws IOException {
        check();
        BlobId id = zeros.of(unit, writer);
        for (long at = 0; at < length; at += unit) {
            pending.set(pending.next(unit), id);
        }
    }

    private void carry(
            Content content,
            Segment segment,
            Chunker chunker,
            CarriedChunks carried,
            Sampling sampling,
            PendingContent pending)
            throws IOException {
        check();
        long end = segment.offset() + segment.length();
        for (long at = segment.offset(); at < end; at += chunker.longest()) {
            int length = (int) Math.min(chunker.longest(), end - at);
            Optional<BlobId> id = carried.at(at, length);
            if (id.isPresent()) {
                sampling.carry(content, at, length, id.get());
                pending.set(pending.next(length), id.get());
            } else {
                write(content, at, length, chunker, pending); // the parent's end, where this file goes on
            }
        }
    }

    private void fail(PendingContent pending, Throwable cause) {
        failure.compareAndSet(null, cause);
        pending.fail(cause);
    }

    /** @throws IOException if a chunk could not be saved: nothing more can be */
    public void check() throws IOException {
        Throwable cause = failure.get();
        if (cause instanceof IOException e) {
            throw e;
        }
        if (cause != null) {
            throw new IOException("a chunk could not be saved: " + cause, cause);
        }
    }

    private Slab current() {
        Slab open = slab;
        if (open == null) {
            throw new IllegalStateException("nothing was read");
        }
        return open;
    }

    /** Lets go of the memory, but for chunks that are being saved. */
    @Override
    public void close() {
        Slab last = slab;
        slab = null;
        used = 0;
        if (last != null) {
            last.done();
        }
    }
}
