// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

/**
 * Cuts at multiples of one size: a page that changes in place changes one chunk and moves no other cut.
 *
 * @param longest the size, in bytes
 */
public record FixedChunker(int longest) implements Chunker {
    public FixedChunker {
        if (longest < 1) {
            throw new IllegalArgumentException("a chunk has one byte at least, not " + longest);
        }
    }

    @Override
    public int cut(byte[] data, int offset, int length) {
        return Math.min(longest, length);
    }

    @Override
    public boolean leavesHolesOut() {
        return true;
    }
}
