// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import java.nio.ByteBuffer;
import java.util.List;

/** A file that is one hole, of any size. */
public record HoleContent(long size) implements Content {
    public static Sha256 sha256(long size) {
        var digest = Sha256.digest();
        byte[] zeros = new byte[1 << 20];
        for (long left = size; left > 0; left -= zeros.length) {
            digest.update(zeros, 0, (int) Math.min(left, zeros.length));
        }
        return Sha256.of(digest);
    }

    @Override
    public int read(ByteBuffer buffer, long at) {
        throw new AssertionError("a hole is not read");
    }

    @Override
    public List<Range> ranges() {
        return List.of(new Range(0, size, Range.State.HOLE));
    }

    @Override
    public void close() {}
}
