// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The bytes of a file that is there already, for comparison. */
record RestoredContent(PresentFile file, long size) implements Content {
    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        return at >= size ? -1 : file.read(buffer, at);
    }

    @Override
    public List<Range> ranges() {
        return size == 0 ? List.of() : List.of(new Range(0, size, Range.State.DATA));
    }

    /** Whoever opened the file closes it. */
    @Override
    public void close() {}
}
