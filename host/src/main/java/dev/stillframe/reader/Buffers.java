// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * All the memory that contents take: a fixed number of direct buffers, made when they are first needed. Any thread.
 *
 * <p>Only the walk waits for buffers, in the order of files; whoever reads the file that is due takes what is free and
 * does without otherwise. So nobody waits for somebody who waits for him.
 */
final class Buffers {
    private final int size;
    private final int limit;
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private int outstanding;
    private int peak;

    Buffers(int size, int limit) {
        this.size = size;
        this.limit = limit;
    }

    int size() {
        return size;
    }

    /** Waits until so many are free, and takes them together. */
    synchronized List<ByteBuffer> take(int count) throws InterruptedException {
        while (limit - outstanding < count) {
            wait();
        }
        List<ByteBuffer> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(one());
        }
        return taken;
    }

    /** Takes one if there is one. */
    synchronized Optional<ByteBuffer> tryTake() {
        return outstanding < limit ? Optional.of(one()) : Optional.empty();
    }

    synchronized void giveBack(ByteBuffer buffer) {
        outstanding--;
        free.push(buffer);
        notifyAll();
    }

    /** How many there are in use now. */
    synchronized int outstanding() {
        return outstanding;
    }

    /** The most that were ever in use at once. */
    synchronized int peak() {
        return peak;
    }

    private ByteBuffer one() {
        outstanding++;
        peak = Math.max(peak, outstanding);
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(size) : buffer.clear();
    }
}
