// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cuts a stream into frames, compresses them in parallel and writes them in order. Memory is bounded: as many frames as
 * there are threads, and one more that is filled. One thread writes.
 */
final class FrameOutput extends OutputStream {
    /** How much of the stream one frame holds, in bytes: what a read at some position costs. */
    static final int MAX_FRAME = 4 << 20;

    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    private record Pending(byte[] plain, int length, Future<byte[]> stored) {}

    private final ArchiveFile file;
    private final FrameCodec codec;
    private final int threads;
    private final ExecutorService pool;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private final List<Frames.Frame> frames = new ArrayList<>();
    private byte[] current = new byte[MAX_FRAME];
    private int filled;
    private long position;

    FrameOutput(ArchiveFile file, FrameCodec codec, int threads) {
        this.file = file;
        this.codec = codec;
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "stillframe-compress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How many bytes of the stream were written. */
    long position() {
        return position;
    }

    /** What is in the file by now. */
    List<Frames.Frame> frames() {
        return List.copyOf(frames);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int step = Math.min(left, MAX_FRAME - filled);
            System.arraycopy(bytes, at, current, filled, step);
            filled += step;
            at += step;
            left -= step;
            if (filled == MAX_FRAME) {
                submit();
            }
        }
        position += length;
    }

    /** Ends the current frame and writes all that is under way: what was written until now can be read from the file. */
    void cut() throws IOException {
        if (filled > 0) {
            submit();
        }
        while (!pending.isEmpty()) {
            writeFirst();
        }
    }

    private void submit() throws IOException {
        byte[] plain = current;
        int length = filled;
        pending.add(new Pending(plain, length, pool.submit(() -> codec.encode(plain, length))));
        while (pending.size() > threads) {
            writeFirst();
        }
        current = spare.isEmpty() ? new byte[MAX_FRAME] : spare.remove();
        filled = 0;
    }

    private void writeFirst() throws IOException {
        Pending first = pending.remove();
        byte[] stored = await(first.stored());
        file.write(stored, 0, stored.length);
        frames.add(new Frames.Frame(first.length(), stored.length));
        spare.add(first.plain());
    }

    private static byte[] await(Future<byte[]> stored) throws IOException {
        try {
            return stored.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while compressing").initCause(e);
        } catch (ExecutionException e) {
            throw new IOException("cannot compress: " + e.getCause(), e);
        }
    }

    /** Stops the compression; what was not {@link #cut} is lost. Leaves the file open. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
