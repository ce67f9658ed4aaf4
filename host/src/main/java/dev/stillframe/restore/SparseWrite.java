// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import java.nio.ByteBuffer;

/** Writes bytes into a new file and leaves blocks of zeros out: what is never written reads as zeros and takes no space. */
final class SparseWrite {
    private static final int BLOCK = 16 << 10; // a hole that is smaller saves nothing and costs an extent
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(BLOCK).asReadOnlyBuffer();

    private SparseWrite() {}

    /** Writes all that remains in the buffer at a position of the file. */
    static void write(TargetFile file, ByteBuffer buffer, long at) throws TargetException {
        int start = buffer.position();
        int end = buffer.limit();
        int pending = start; // where bytes begin that are not written yet
        for (int block = start; block < end; ) {
            int next = (int) Math.min(end, block + BLOCK - (at + block - start) % BLOCK);
            if (next - block == BLOCK && isZeros(buffer, block)) {
                put(file, buffer, pending, block, at + pending - start);
                pending = next;
            }
            block = next;
        }
        put(file, buffer, pending, end, at + pending - start);
    }

    private static boolean isZeros(ByteBuffer buffer, int from) {
        return buffer.duplicate()
                        .limit(from + BLOCK)
                        .position(from)
                        .mismatch(ZEROS.duplicate().clear())
                < 0;
    }

    private static void put(TargetFile file, ByteBuffer buffer, int from, int to, long at) throws TargetException {
        if (from < to) {
            file.write(buffer.clear().limit(to).position(from), at);
        }
    }
}
