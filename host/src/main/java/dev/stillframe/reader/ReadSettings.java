// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

/**
 * How much the reader does at once.
 *
 * @param threads that read ahead, while the sink stores
 * @param bufferSize in bytes; the unit of reading
 * @param buffers how many there are, all taken together the memory that contents take
 * @param filesAhead how many files are open before the sink asks for them
 */
public record ReadSettings(int threads, int bufferSize, int buffers, int filesAhead) {
    /** Files up to this size, in buffers, are held whole while it is made sure that they do not change. */
    static final int HELD_BUFFERS = 8;

    public ReadSettings {
        if (threads < 1 || bufferSize < 4096 || buffers < 2 * HELD_BUFFERS || filesAhead < 1) {
            throw new IllegalArgumentException("at least one thread, 4 KiB, 16 buffers and one file: " + threads + ", "
                    + bufferSize + ", " + buffers + ", " + filesAhead);
        }
    }

    /** 32 MiB in all, two threads. */
    public static ReadSettings standard() {
        return new ReadSettings(2, 1 << 20, 32, 64);
    }
}
