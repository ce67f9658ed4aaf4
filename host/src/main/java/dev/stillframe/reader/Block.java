// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One buffer's worth of a file, filled once by whoever comes first: a thread that reads ahead, or the one that needs it.
 * Any thread.
 */
final class Block implements Runnable {
    private enum State {
        EMPTY,
        FILLING,
        FILLED,
        DROPPED
    }

    private final SourceFile file;
    private final long offset;
    private final int length;
    private final Buffers buffers;
    private final ByteBuffer buffer;
    private final LongAdder read;
    private State state = State.EMPTY;
    private int filled;
    private @Nullable IOException failure;

    Block(SourceFile file, long offset, int length, Buffers buffers, ByteBuffer buffer, LongAdder read) {
        this.file = file;
        this.offset = offset;
        this.length = length;
        this.buffers = buffers;
        this.buffer = buffer;
        this.read = read;
    }

    @Override
    public void run() {
        synchronized (this) {
            if (state != State.EMPTY) {
                return;
            }
            state = State.FILLING;
        }
        int count = 0;
        IOException failed = null;
        try {
            count = fill(file, buffer.clear().limit(length), offset);
        } catch (IOException e) {
            failed = e;
            count = buffer.position();
        } catch (RuntimeException | Error e) {
            failed = new IOException("reading failed: " + e, e); // whoever waits must not wait for ever
        }
        read.add(count);
        synchronized (this) {
            filled = count;
            failure = failed;
            state = State.FILLED;
            notifyAll();
        }
    }

    /** Reads until the buffer is full or the file ends. */
    static int fill(SourceFile file, ByteBuffer buffer, long offset) throws IOException {
        int begin = buffer.position();
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position() - begin) >= 0) {
            // pread may return less than fits
        }
        return buffer.position() - begin;
    }

    /**
     * Copies what was read.
     *
     * @return how many bytes, 0 where the file ended before; empty if the block was dropped
     */
    OptionalInt copy(ByteBuffer target, long at) throws IOException {
        run();
        synchronized (this) {
            await();
            if (state == State.DROPPED) {
                return OptionalInt.empty();
            }
            int from = (int) (at - offset);
            if (from >= filled && failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            int count = Math.max(0, Math.min(target.remaining(), filled - from));
            if (count > 0) {
                target.put(buffer.duplicate().limit(from + count).position(from));
            }
            return OptionalInt.of(count);
        }
    }

    /** Gives its buffer back, after a filling that is under way. May be called twice. */
    synchronized void drop() {
        await();
        if (state != State.DROPPED) {
            state = State.DROPPED;
            buffers.giveBack(buffer);
        }
    }

    private synchronized void await() {
        boolean interrupted = false;
        while (state == State.FILLING) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // one read of one buffer; the buffer must not be given away meanwhile
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    long end() {
        return offset + length;
    }
}
