// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.FileVersion;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A content whose readings are seen: for progress within a large file, and so that an interrupt ends it soon.
 *
 * @param pages the structure that its application gives it
 */
record ObservedContent(Content content, Optional<Pages> pages, Runnable afterReading) implements Content {
    @Override
    public long size() {
        return content.size();
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the copy was interrupted");
        }
        int count = content.read(buffer, at);
        afterReading.run();
        return count;
    }

    @Override
    public List<Range> ranges() throws IOException {
        return content.ranges();
    }

    @Override
    public Optional<FileVersion> since() {
        return content.since();
    }

    /** Whoever opened it closes it. */
    @Override
    public void close() {}
}
