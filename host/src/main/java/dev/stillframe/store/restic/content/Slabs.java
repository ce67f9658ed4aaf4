// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** All the memory that chunks take: a fixed number of slabs, made when they are first needed. Any thread. */
final class Slabs {
    private final int size;
    private final int limit;
    private final Deque<Slab> free = new ArrayDeque<>();
    private int made;

    Slabs(int size, int limit) {
        this.size = size;
        this.limit = limit;
    }

    /** Waits until one is free; it is used by the caller then. */
    synchronized Slab take() throws InterruptedIOException {
        try {
            while (free.isEmpty() && made == limit) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was stored");
        }
        Slab slab = free.poll();
        if (slab == null) {
            made++;
            slab = new Slab(this, size);
        }
        slab.use();
        return slab;
    }

    synchronized void giveBack(Slab slab) {
        free.push(slab);
        notifyAll();
    }
}
